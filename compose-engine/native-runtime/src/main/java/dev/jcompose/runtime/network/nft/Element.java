package dev.jcompose.runtime.network.nft;

import dev.jcompose.runtime.network.address.Cidr;
import dev.jcompose.runtime.network.netlink.MessageWriter;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** An element of a set or a map. */
public final class Element {
    private static final int NFTA_SET_ELEM_KEY = 1;
    private static final int NFTA_SET_ELEM_DATA = 2;
    private static final int NFTA_SET_ELEM_FLAGS = 3;
    private static final int NFTA_SET_ELEM_KEY_END = 10;
    private static final int NFT_SET_ELEM_INTERVAL_END = 1;
    private static final int NFTA_DATA_VALUE = 1;
    private static final int IFNAMSIZ = 16;

    private final byte[] key;
    private final byte[] keyEnd;
    private final byte[] data;
    private final boolean intervalEnd;

    private Element(byte[] key, byte[] keyEnd, byte[] data, boolean intervalEnd) {
        this.key = key;
        this.keyEnd = keyEnd;
        this.data = data;
        this.intervalEnd = intervalEnd;
    }

    /** The key of one or several fields, see {@link #name}, {@link #port} and {@link #protocol}. */
    public static Element of(byte[]... fields) {
        return new Element(SetType.join(fields), new byte[0], new byte[0], false);
    }

    /** The same key with data, for a map. */
    public Element to(byte[]... fields) {
        return new Element(key, keyEnd, SetType.join(fields), intervalEnd);
    }

    /** The two marks of a block in a set of intervals whose key is one address. */
    public static List<Element> block(Cidr block) {
        return List.of(
                of(block.address().getAddress()),
                new Element(following(block.last().getAddress()), new byte[0], new byte[0], true));
    }

    private static byte[] following(byte[] last) {
        byte[] next = last.clone();
        int i = next.length - 1;
        while (i >= 0 && ++next[i] == 0) {
            i--;
        }
        return next;
    }

    /** A block and a name, in a set of intervals whose key is an address and an interface name. */
    public static Element blockAndName(Cidr block, String name) {
        return new Element(
                SetType.join(block.address().getAddress(), name(name)),
                SetType.join(block.last().getAddress(), name(name)),
                new byte[0],
                false);
    }

    public static byte[] name(String interfaceName) {
        return Arrays.copyOf(interfaceName.getBytes(StandardCharsets.UTF_8), IFNAMSIZ);
    }

    /** The name at the end of a key that {@link #blockAndName} or {@link #name} made. */
    public static String nameAtEnd(byte[] key) {
        int end = key.length;
        while (end > 0 && key[end - 1] == 0) {
            end--;
        }
        int start = key.length - IFNAMSIZ;
        return new String(key, start, Math.max(0, end - start), StandardCharsets.UTF_8);
    }

    public static byte[] port(int port) {
        return new byte[] {(byte) (port >> 8), (byte) port};
    }

    public static byte[] protocol(int number) {
        return new byte[] {(byte) number};
    }

    public static byte[] address(InetAddress address) {
        return address.getAddress();
    }

    void write(MessageWriter message) {
        message.nest(NFTA_SET_ELEM_KEY, () -> message.bytes(NFTA_DATA_VALUE, key));
        if (keyEnd.length > 0) {
            message.nest(NFTA_SET_ELEM_KEY_END, () -> message.bytes(NFTA_DATA_VALUE, keyEnd));
        }
        if (data.length > 0) {
            message.nest(NFTA_SET_ELEM_DATA, () -> message.bytes(NFTA_DATA_VALUE, data));
        }
        if (intervalEnd) {
            message.u32BigEndian(NFTA_SET_ELEM_FLAGS, NFT_SET_ELEM_INTERVAL_END);
        }
    }
}
