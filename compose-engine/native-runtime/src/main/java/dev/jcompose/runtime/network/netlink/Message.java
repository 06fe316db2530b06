package dev.jcompose.runtime.network.netlink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * One netlink message as it was received.
 *
 * @param payload what follows the header, in the machine's byte order
 */
public record Message(int type, int flags, int sequence, ByteBuffer payload) {
    public static final int NLM_F_REQUEST = 1;
    public static final int NLM_F_ACK = 4;
    /** For requests that read: everything, not one object. */
    public static final int NLM_F_DUMP = 0x300;
    /** For requests that make: only if it does not exist yet. */
    public static final int NLM_F_EXCL = 0x200;

    public static final int NLM_F_REPLACE = 0x100;
    public static final int NLM_F_CREATE = 0x400;
    /** For nf_tables rules: behind the others, not before them. */
    public static final int NLM_F_APPEND = 0x800;

    static final int NLM_F_DUMP_INTR = 0x10;
    static final int NLMSG_ERROR = 2;
    static final int NLMSG_DONE = 3;

    private static final int HEADER_BYTES = 16;

    /**
     * Splits a datagram.
     *
     * @throws IOException when a length in it is wrong
     */
    public static List<Message> parse(ByteBuffer datagram) throws IOException {
        var messages = new ArrayList<Message>();
        while (datagram.remaining() >= HEADER_BYTES) {
            int start = datagram.position();
            int length = datagram.getInt();
            int type = Short.toUnsignedInt(datagram.getShort());
            int flags = Short.toUnsignedInt(datagram.getShort());
            int sequence = datagram.getInt();
            if (length < HEADER_BYTES || length > datagram.limit() - start) {
                throw new IOException("netlink message of " + length + " bytes in a datagram of " + datagram.limit());
            }
            var payload =
                    datagram.slice(start + HEADER_BYTES, length - HEADER_BYTES).order(ByteOrder.nativeOrder());
            messages.add(new Message(type, flags, sequence, payload));
            datagram.position(Math.min(datagram.limit(), start + ((length + 3) & ~3)));
        }
        return messages;
    }

    /** The attributes behind a fixed part of this many bytes. */
    public Attributes attributes(int fixedBytes) throws IOException {
        if (payload.limit() < fixedBytes) {
            throw new IOException("netlink message of type " + type + " ends after " + payload.limit() + " bytes");
        }
        return Attributes.parse(
                payload.slice(fixedBytes, payload.limit() - fixedBytes).order(ByteOrder.nativeOrder()));
    }
}
