package dev.jcompose.runtime.network.netlink;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Builds one netlink message: the header, fixed fields, then attributes, which may nest. Numbers are in the machine's byte
 * order except where a name says big-endian. Grows as needed.
 *
 * @see <a href="https://docs.kernel.org/userspace-api/netlink/intro.html">Introduction to Netlink</a>
 */
public final class MessageWriter {
    private static final int HEADER_BYTES = 16;
    private static final int LENGTH_OFFSET = 0;
    private static final int FLAGS_OFFSET = 6;
    private static final int SEQUENCE_OFFSET = 8;
    /** Marks an attribute that holds attributes. */
    public static final int NESTED = 0x8000;

    private static final int MAX_ATTRIBUTE_BYTES = 0xffff;

    private ByteBuffer buffer = ByteBuffer.allocate(256).order(ByteOrder.nativeOrder());

    /**
     * Begins a message.
     *
     * @param type of the protocol's message types
     * @param flags {@code NLM_F_} constants of {@link Message}
     */
    public MessageWriter(int type, int flags) {
        buffer.putInt(0)
                .putShort((short) type)
                .putShort((short) flags)
                .putInt(0)
                .putInt(0);
    }

    /** Appends one byte of the fixed part. */
    public MessageWriter u8(int value) {
        room(1).put((byte) value);
        return this;
    }

    /** Appends two bytes of the fixed part. */
    public MessageWriter u16(int value) {
        room(2).putShort((short) value);
        return this;
    }

    /** Appends two bytes of the fixed part, the most significant first. */
    public MessageWriter u16BigEndian(int value) {
        room(2).put((byte) (value >> 8)).put((byte) value);
        return this;
    }

    /** Appends four bytes of the fixed part. */
    public MessageWriter u32(int value) {
        room(4).putInt(value);
        return this;
    }

    /** Appends an attribute with these bytes. */
    public MessageWriter bytes(int type, byte[] value) {
        room(8 + value.length)
                .putShort((short) (4 + value.length))
                .putShort((short) type)
                .put(value);
        return align();
    }

    /** Appends an attribute without a value. */
    public MessageWriter flag(int type) {
        return bytes(type, new byte[0]);
    }

    public MessageWriter u8(int type, int value) {
        return bytes(type, new byte[] {(byte) value});
    }

    public MessageWriter u16(int type, int value) {
        room(8).putShort((short) 6).putShort((short) type).putShort((short) value);
        return align();
    }

    public MessageWriter u32(int type, int value) {
        room(8).putShort((short) 8).putShort((short) type).putInt(value);
        return this;
    }

    /** Appends an attribute of four bytes, the most significant first, as nf_tables wants all its numbers. */
    public MessageWriter u32BigEndian(int type, int value) {
        return bytes(type, new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value});
    }

    /** Appends an attribute with a text that ends in NUL. */
    public MessageWriter text(int type, String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        byte[] terminated = new byte[utf8.length + 1];
        System.arraycopy(utf8, 0, terminated, 0, utf8.length);
        return bytes(type, terminated);
    }

    public MessageWriter address(int type, InetAddress value) {
        return bytes(type, value.getAddress());
    }

    /**
     * Appends an attribute whose value is what {@code content} appends.
     *
     * @throws IllegalArgumentException when the content is longer than the 65 535 bytes that an attribute can hold
     */
    public MessageWriter nest(int type, Runnable content) {
        return nestPlain(type | NESTED, content);
    }

    /** As {@link #nest}, without the flag that marks nesting: some old attributes must not have it. */
    public MessageWriter nestPlain(int type, Runnable content) {
        int start = room(4).position();
        buffer.putShort((short) 0).putShort((short) type);
        content.run();
        int length = buffer.position() - start;
        if (length > MAX_ATTRIBUTE_BYTES) {
            throw new IllegalArgumentException("netlink attribute " + type + " would have " + length + " bytes");
        }
        buffer.putShort(start, (short) length);
        return align();
    }

    /** Has the kernel answer this message even when it succeeds. */
    public void askForAcknowledgement() {
        buffer.putShort(FLAGS_OFFSET, (short) (buffer.getShort(FLAGS_OFFSET) | Message.NLM_F_ACK));
    }

    /** The finished message with its length and this sequence number. */
    ByteBuffer finish(int sequence) {
        buffer.putInt(LENGTH_OFFSET, buffer.position());
        buffer.putInt(SEQUENCE_OFFSET, sequence);
        return buffer.duplicate().order(ByteOrder.nativeOrder()).flip();
    }

    private MessageWriter align() {
        while (buffer.position() % 4 != 0) {
            room(1).put((byte) 0);
        }
        return this;
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            var larger = ByteBuffer.allocate(Math.max(buffer.capacity() * 2, buffer.position() + bytes + HEADER_BYTES))
                    .order(ByteOrder.nativeOrder());
            larger.put(buffer.flip());
            buffer = larger;
        }
        return buffer;
    }
}
