package dev.jcompose.runtime.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** Writes tar archives of every kind, also such as no archiver would write. */
final class TarBuilder {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int mode = 0644;
    private long uid;
    private long gid;
    private long mtime = 1_000_000_000;

    TarBuilder mode(int newMode) {
        mode = newMode;
        return this;
    }

    TarBuilder owner(long newUid, long newGid) {
        uid = newUid;
        gid = newGid;
        return this;
    }

    TarBuilder mtime(long seconds) {
        mtime = seconds;
        return this;
    }

    TarBuilder file(String name, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return entry('0', name, "", bytes.length, bytes);
    }

    TarBuilder file(String name, byte[] content) {
        return entry('0', name, "", content.length, content);
    }

    TarBuilder directory(String name) {
        int before = mode;
        mode = before == 0644 ? 0755 : before;
        entry('5', name, "", 0, new byte[0]);
        mode = before;
        return this;
    }

    TarBuilder symlink(String name, String target) {
        return entry('2', name, target, 0, new byte[0]);
    }

    TarBuilder hardLink(String name, String target) {
        return entry('1', name, target, 0, new byte[0]);
    }

    TarBuilder device(char flag, String name, int major, int minor) {
        byte[] header = header(flag, name.getBytes(StandardCharsets.UTF_8), "", 0);
        text(header, 329, String.format("%07o", major));
        text(header, 337, String.format("%07o", minor));
        return block(header);
    }

    TarBuilder whiteout(String name) {
        return file(name, "");
    }

    /** Records of a PAX header, {@code KEY=VALUE} each, for the entry that follows. */
    TarBuilder pax(String... records) {
        var all = new ByteArrayOutputStream();
        for (String record : records) {
            all.writeBytes(paxRecord(record));
        }
        byte[] bytes = all.toByteArray();
        return entry('x', "PaxHeader", "", bytes.length, bytes);
    }

    private static byte[] paxRecord(String record) {
        int content = record.getBytes(StandardCharsets.UTF_8).length + 2;
        int length = content + 1;
        while (String.valueOf(length).length() + content != length) {
            length++;
        }
        return (length + " " + record + "\n").getBytes(StandardCharsets.UTF_8);
    }

    TarBuilder gnuLong(char flag, String text) {
        byte[] bytes = (text + "\0").getBytes(StandardCharsets.UTF_8);
        return entry(flag, "././@LongLink", "", bytes.length, bytes);
    }

    /** An entry that may announce another size than it has. */
    TarBuilder entry(char flag, String name, String link, long size, byte[] content) {
        return entry(flag, name.getBytes(StandardCharsets.UTF_8), link, size, content);
    }

    TarBuilder entry(char flag, byte[] name, String link, long size, byte[] content) {
        block(header(flag, name, link, size));
        out.writeBytes(content);
        out.writeBytes(new byte[-content.length & 511]);
        return this;
    }

    TarBuilder raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    byte[] bytes() {
        var copy = new ByteArrayOutputStream();
        copy.writeBytes(out.toByteArray());
        copy.writeBytes(new byte[1024]);
        return copy.toByteArray();
    }

    byte[] withoutEnd() {
        return out.toByteArray();
    }

    static byte[] gzip(byte[] bytes) {
        var compressed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }

    private byte[] header(char flag, byte[] name, String link, long size) {
        var header = new byte[512];
        System.arraycopy(name, 0, header, 0, Math.min(100, name.length));
        text(header, 100, String.format("%07o", mode));
        number(header, 108, 8, uid);
        number(header, 116, 8, gid);
        number(header, 124, 12, size);
        number(header, 136, 12, mtime);
        header[156] = (byte) flag;
        byte[] target = link.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(target, 0, header, 157, Math.min(100, target.length));
        text(header, 257, "ustar\00000");
        return header;
    }

    private TarBuilder block(byte[] header) {
        for (int i = 148; i < 156; i++) {
            header[i] = ' ';
        }
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xFF;
        }
        text(header, 148, String.format("%06o\0 ", sum));
        out.writeBytes(header);
        return this;
    }

    private static void number(byte[] header, int offset, int length, long value) {
        if (value >= 0 && value < 1L << (3 * (length - 1))) {
            text(header, offset, String.format("%0" + (length - 1) + "o", value));
            return;
        }
        for (int i = 0; i < length; i++) {
            int shift = 8 * (length - 1 - i);
            header[offset + i] = (byte) (shift >= 64 ? value >> 63 : value >> shift);
        }
        header[offset] |= (byte) 0x80;
    }

    private static void text(byte[] header, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }
}
