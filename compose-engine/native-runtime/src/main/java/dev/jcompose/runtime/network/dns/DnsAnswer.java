package dev.jcompose.runtime.network.dns;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Builds answers to a query: its question is repeated, every record has the question's name and the same time to live. */
final class DnsAnswer {
    /** Response codes of RFC 1035 section 4.1.1. */
    enum Code {
        NOERROR(0),
        FORMERR(1),
        SERVFAIL(2),
        REFUSED(5);

        private final int number;

        Code(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    /** The type and the data of one record. */
    static final class Data {
        private final int type;
        private final byte[] bytes;

        private Data(int type, byte[] bytes) {
            this.type = type;
            this.bytes = bytes;
        }
    }

    private static final int TTL_SECONDS = 600;
    private static final int FLAG_RESPONSE = 0x8000;
    private static final int FLAG_TRUNCATED = 0x0200;
    private static final int FLAG_RECURSION = 0x0100;
    private static final int FLAG_RECURSION_AVAILABLE = 0x0080;
    private static final int NAME_OF_QUESTION = 0xc000 | DnsQuery.HEADER_BYTES;
    private static final int RECORD_HEAD_BYTES = 12;
    private static final byte[] OPT = {0, 0, 41, 4, (byte) 0xd0, 0, 0, 0, 0, 0, 0};

    private DnsAnswer() {}

    static Data address(InetAddress address) {
        byte[] bytes = address.getAddress();
        return new Data(bytes.length == 4 ? RecordType.A : RecordType.AAAA, bytes);
    }

    static Data pointer(String name) {
        return new Data(RecordType.PTR, encodeName(name));
    }

    static Data service(int port, String target) {
        byte[] name = encodeName(target);
        return new Data(
                RecordType.SRV,
                ByteBuffer.allocate(6 + name.length)
                        .putShort((short) 0)
                        .putShort((short) 0)
                        .putShort((short) port)
                        .put(name)
                        .array());
    }

    /** An answer with these records, as many as fit; the mark of truncation when some did not. */
    static byte[] of(DnsQuery query, List<Data> records, int maxBytes) {
        int fixed = query.questionEnd() + (query.extended() ? OPT.length : 0);
        int room = maxBytes - fixed;
        int fitting = 0;
        for (var data : records) {
            room -= RECORD_HEAD_BYTES + data.bytes.length;
            if (room < 0) {
                break;
            }
            fitting++;
        }
        var out = new ByteArrayOutputStream();
        boolean truncated = fitting < records.size();
        head(out, query, Code.NOERROR, truncated, fitting);
        for (var data : records.subList(0, fitting)) {
            out.writeBytes(ByteBuffer.allocate(RECORD_HEAD_BYTES)
                    .putShort((short) NAME_OF_QUESTION)
                    .putShort((short) data.type)
                    .putShort((short) DnsQuery.CLASS_IN)
                    .putInt(TTL_SECONDS)
                    .putShort((short) data.bytes.length)
                    .array());
            out.writeBytes(data.bytes);
        }
        if (query.extended()) {
            out.writeBytes(OPT);
        }
        return out.toByteArray();
    }

    /** An answer without records. */
    static byte[] of(DnsQuery query, Code code) {
        var out = new ByteArrayOutputStream();
        head(out, query, code, false, 0);
        if (query.extended()) {
            out.writeBytes(OPT);
        }
        return out.toByteArray();
    }

    /** An answer that only says: ask again over TCP. */
    static byte[] truncated(DnsQuery query) {
        var out = new ByteArrayOutputStream();
        head(out, query, Code.NOERROR, true, 0);
        if (query.extended()) {
            out.writeBytes(OPT);
        }
        return out.toByteArray();
    }

    /** What can be said to bytes that are no query: the id, if there is one, and that the format is wrong. */
    static byte[] formatError(byte[] message) {
        byte[] answer = Arrays.copyOf(message, DnsQuery.HEADER_BYTES);
        ByteBuffer.wrap(answer)
                .putShort(2, (short) (FLAG_RESPONSE | FLAG_RECURSION_AVAILABLE | Code.FORMERR.number()))
                .putLong(4, 0);
        return answer;
    }

    private static void head(ByteArrayOutputStream out, DnsQuery query, Code code, boolean truncated, int answers) {
        int flags = FLAG_RESPONSE | FLAG_RECURSION_AVAILABLE | code.number();
        flags |= query.recursionDesired() ? FLAG_RECURSION : 0;
        flags |= truncated ? FLAG_TRUNCATED : 0;
        out.writeBytes(ByteBuffer.allocate(DnsQuery.HEADER_BYTES)
                .putShort((short) query.id())
                .putShort((short) flags)
                .putShort((short) 1)
                .putShort((short) answers)
                .putShort((short) 0)
                .putShort((short) (query.extended() ? 1 : 0))
                .array());
        out.writeBytes(query.question());
    }

    /** A name as labels; one that is too long for DNS is cut off at the last label that fits. */
    private static byte[] encodeName(String name) {
        var out = new ByteArrayOutputStream();
        for (var label : name.split("\\.", -1)) {
            byte[] bytes = label.getBytes(StandardCharsets.ISO_8859_1);
            if (bytes.length == 0 || bytes.length > 63 || out.size() + bytes.length + 2 > DnsQuery.MAX_NAME_BYTES) {
                break;
            }
            out.write(bytes.length);
            out.writeBytes(bytes);
        }
        out.write(0);
        return out.toByteArray();
    }
}
