package dev.jcompose.runtime.network.nft;

import dev.jcompose.runtime.network.netlink.MessageWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * A set, or a map when it has data. A key or a datum is one field or several behind each other.
 *
 * @param intervals whether elements are ranges
 */
public record SetType(String name, List<Field> key, List<Field> data, boolean intervals) {
    private static final int NFTA_SET_TABLE = 1;
    private static final int NFTA_SET_NAME = 2;
    private static final int NFTA_SET_FLAGS = 3;
    private static final int NFTA_SET_KEY_TYPE = 4;
    private static final int NFTA_SET_KEY_LEN = 5;
    private static final int NFTA_SET_DATA_TYPE = 6;
    private static final int NFTA_SET_DATA_LEN = 7;
    private static final int NFTA_SET_DESC = 9;
    private static final int NFTA_SET_ID = 10;
    private static final int NFTA_SET_USERDATA = 13;
    /** Only for the nft tool, which would print names backwards: user data 0, four bytes, byte order 1 is the host's. */
    private static final byte[] HOST_BYTE_ORDER = {0, 4, 1, 0, 0, 0};

    private static final int NFTA_SET_DESC_CONCAT = 2;
    private static final int NFTA_SET_FIELD_LEN = 1;
    private static final int NFTA_LIST_ELEM = 1;
    private static final int NFT_SET_INTERVAL = 4;
    private static final int NFT_SET_MAP = 8;
    private static final int NFT_SET_CONCAT = 0x80;
    private static final int TYPE_BITS = 6;

    public SetType {
        key = List.copyOf(key);
        data = List.copyOf(data);
    }

    /**
     * One field of a key or a datum.
     *
     * @param type the nft tool's number of the type, which only that tool reads
     * @param bytes its size; a field takes a multiple of four in a longer key
     */
    public record Field(int type, int bytes) {
        public static final Field INTERFACE_NAME = new Field(41, 16);
        public static final Field PROTOCOL = new Field(12, 1);
        public static final Field PORT = new Field(13, 2);

        public static Field address(Family family) {
            return new Field(family.addressType(), family.addressBytes());
        }
    }

    public static SetType of(String name, Field... key) {
        return new SetType(name, List.of(key), List.of(), false);
    }

    public static SetType ofIntervals(String name, Field... key) {
        return new SetType(name, List.of(key), List.of(), true);
    }

    public static SetType map(String name, List<Field> key, List<Field> data) {
        return new SetType(name, key, data, false);
    }

    void declare(MessageWriter message, String table, int id) {
        int flags = (intervals ? NFT_SET_INTERVAL : 0)
                | (data.isEmpty() ? 0 : NFT_SET_MAP)
                | (key.size() > 1 ? NFT_SET_CONCAT : 0);
        message.text(NFTA_SET_TABLE, table)
                .text(NFTA_SET_NAME, name)
                .u32BigEndian(NFTA_SET_FLAGS, flags)
                .u32BigEndian(NFTA_SET_KEY_TYPE, type(key))
                .u32BigEndian(NFTA_SET_KEY_LEN, length(key))
                .u32BigEndian(NFTA_SET_ID, id);
        if (key.equals(List.of(Field.INTERFACE_NAME))) {
            message.bytes(NFTA_SET_USERDATA, HOST_BYTE_ORDER);
        }
        if (!data.isEmpty()) {
            message.u32BigEndian(NFTA_SET_DATA_TYPE, type(data)).u32BigEndian(NFTA_SET_DATA_LEN, length(data));
        }
        if (key.size() > 1) {
            message.nest(
                    NFTA_SET_DESC,
                    () -> message.nest(NFTA_SET_DESC_CONCAT, () -> {
                        for (var field : key) {
                            message.nest(NFTA_LIST_ELEM, () -> message.u32BigEndian(NFTA_SET_FIELD_LEN, field.bytes()));
                        }
                    }));
        }
    }

    private static int type(List<Field> fields) {
        int type = 0;
        for (var field : fields) {
            type = type << TYPE_BITS | field.type();
        }
        return type;
    }

    private static int length(List<Field> fields) {
        if (fields.size() == 1) {
            return fields.getFirst().bytes();
        }
        int length = 0;
        for (var field : fields) {
            length += (field.bytes() + 3) & ~3;
        }
        return length;
    }

    /** The fields of a key behind each other, each filled up to a multiple of four bytes. */
    static byte[] join(byte[]... fields) {
        if (fields.length == 1) {
            return fields[0].clone();
        }
        var parts = new ArrayList<Byte>();
        for (byte[] field : fields) {
            for (int i = 0; i < ((field.length + 3) & ~3); i++) {
                parts.add(i < field.length ? field[i] : 0);
            }
        }
        byte[] joined = new byte[parts.size()];
        for (int i = 0; i < joined.length; i++) {
            joined[i] = parts.get(i);
        }
        return joined;
    }
}
