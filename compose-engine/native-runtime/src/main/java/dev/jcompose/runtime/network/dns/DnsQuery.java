package dev.jcompose.runtime.network.dns;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** A query with one question, as it came (RFC 1035 section 4, RFC 6891). */
final class DnsQuery {
    static final int HEADER_BYTES = 12;
    static final int CLASS_IN = 1;
    static final int MAX_NAME_BYTES = 255;
    static final int MIN_ANSWER_BYTES = 512;

    private static final int TYPE_OPT = 41;
    private static final int MAX_LABEL_BYTES = 63;
    private static final int MAX_ADDITIONAL = 8;
    private static final int FLAG_RESPONSE = 0x8000;
    private static final int OPCODE_MASK = 0x7800;
    private static final int FLAG_RECURSION = 0x0100;

    private final byte[] message;
    private final String name;
    private final int type;
    private final int recordClass;
    private final int questionEnd;
    private final int answerBytes;
    private final boolean extended;

    private DnsQuery(
            byte[] message,
            String name,
            int type,
            int recordClass,
            int questionEnd,
            int answerBytes,
            boolean extended) {
        this.message = message;
        this.name = name;
        this.type = type;
        this.recordClass = recordClass;
        this.questionEnd = questionEnd;
        this.answerBytes = answerBytes;
        this.extended = extended;
    }

    /**
     * Reads a query.
     *
     * @throws MalformedDnsException for anything but one question and what may stand behind it
     */
    static DnsQuery parse(byte[] bytes) throws MalformedDnsException {
        if (bytes.length < HEADER_BYTES) {
            throw new MalformedDnsException("a header has 12 bytes");
        }
        var in = ByteBuffer.wrap(bytes);
        in.position(2);
        int flags = u16(in);
        int questions = u16(in);
        int answers = u16(in);
        int authorities = u16(in);
        int additional = u16(in);
        if ((flags & FLAG_RESPONSE) != 0) {
            throw new MalformedDnsException("this is a response");
        }
        if ((flags & OPCODE_MASK) != 0) {
            throw new MalformedDnsException("only standard queries are answered");
        }
        if (questions != 1 || answers != 0 || authorities != 0 || additional > MAX_ADDITIONAL) {
            throw new MalformedDnsException("a query has one question and no answers");
        }
        String name = readName(in);
        need(in, 4);
        int type = u16(in);
        int recordClass = u16(in);
        int questionEnd = in.position();
        int answerBytes = MIN_ANSWER_BYTES;
        boolean extended = false;
        for (int i = 0; i < additional; i++) {
            readName(in);
            need(in, 10);
            int extraType = u16(in);
            int extraClass = u16(in);
            in.getInt();
            int length = u16(in);
            need(in, length);
            in.position(in.position() + length);
            if (extraType == TYPE_OPT) {
                extended = true;
                answerBytes = Math.max(MIN_ANSWER_BYTES, extraClass);
            }
        }
        return new DnsQuery(bytes.clone(), name, type, recordClass, questionEnd, answerBytes, extended);
    }

    int id() {
        return Short.toUnsignedInt(ByteBuffer.wrap(message).getShort());
    }

    boolean recursionDesired() {
        return (ByteBuffer.wrap(message).getShort(2) & FLAG_RECURSION) != 0;
    }

    /** Lower case, without the dot at its end; the root is empty. */
    String name() {
        return name;
    }

    /** The type of the records asked for, a {@link RecordType} number or any other. */
    int type() {
        return type;
    }

    int recordClass() {
        return recordClass;
    }

    /** What the client takes over UDP: 512 unless it said more. */
    int answerBytes() {
        return answerBytes;
    }

    /** Whether the client speaks EDNS. */
    boolean extended() {
        return extended;
    }

    /** The whole query. */
    byte[] message() {
        return message.clone();
    }

    /** Where the question ends in the message. */
    int questionEnd() {
        return questionEnd;
    }

    /** The question as it stands in the message, for comparison with that of an answer. */
    byte[] question() {
        return Arrays.copyOfRange(message, HEADER_BYTES, questionEnd);
    }

    /** Names in queries are not compressed: nothing stands before them that they could refer to. */
    private static String readName(ByteBuffer in) throws MalformedDnsException {
        var name = new StringBuilder();
        int total = 1;
        while (true) {
            need(in, 1);
            int length = Byte.toUnsignedInt(in.get());
            if (length == 0) {
                return name.toString().toLowerCase(Locale.ROOT);
            }
            if (length > MAX_LABEL_BYTES) {
                throw new MalformedDnsException("a label has 1 to 63 bytes");
            }
            total += length + 1;
            if (total > MAX_NAME_BYTES) {
                throw new MalformedDnsException("a name has at most 255 bytes");
            }
            need(in, length);
            byte[] label = new byte[length];
            in.get(label);
            if (!name.isEmpty()) {
                name.append('.');
            }
            name.append(new String(label, StandardCharsets.ISO_8859_1));
        }
    }

    private static void need(ByteBuffer in, int bytes) throws MalformedDnsException {
        if (in.remaining() < bytes) {
            throw new MalformedDnsException("the message ends early");
        }
    }

    private static int u16(ByteBuffer in) {
        return Short.toUnsignedInt(in.getShort());
    }
}
