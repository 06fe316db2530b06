package dev.jcompose.runtime.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes the archives of {@code save}: plain files with short names, as ustar, large sizes in base 256. */
final class TarWriter {
    private static final int BLOCK = 512;
    private static final long MAX_OCTAL_SIZE = 0_77777777777L;

    private final OutputStream out;

    TarWriter(OutputStream out) {
        this.out = out;
    }

    void file(String name, byte[] content) throws IOException {
        out.write(header(name, content.length));
        out.write(content);
        pad(content.length);
    }

    /** @param size the exact number of bytes that {@code content} has */
    void file(String name, long size, InputStream content) throws IOException {
        out.write(header(name, size));
        long written = content.transferTo(out);
        if (written != size) {
            throw new IOException(name + " has " + written + " bytes instead of " + size);
        }
        pad(size);
    }

    void finish() throws IOException {
        out.write(new byte[2 * BLOCK]);
        out.flush();
    }

    private void pad(long size) throws IOException {
        out.write(new byte[(int) (-size & (BLOCK - 1))]);
    }

    private static byte[] header(String name, long size) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 100) {
            throw new IllegalArgumentException("too long for ustar without prefix: " + name);
        }
        var header = new byte[BLOCK];
        System.arraycopy(bytes, 0, header, 0, bytes.length);
        text(header, 100, "0000644\0");
        text(header, 108, "0000000\0");
        text(header, 116, "0000000\0");
        size(header, size);
        text(header, 136, "00000000000\0"); // the epoch: the same image makes the same archive
        header[156] = '0';
        text(header, 257, "ustar\00000");
        Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xFF;
        }
        text(header, 148, String.format("%06o\0 ", sum));
        return header;
    }

    private static void size(byte[] header, long size) {
        if (size <= MAX_OCTAL_SIZE) {
            text(header, 124, String.format("%011o\0", size));
            return;
        }
        header[124] = (byte) 0x80;
        for (int i = 0; i < 8; i++) {
            header[135 - i] = (byte) (size >> (8 * i));
        }
    }

    private static void text(byte[] header, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }
}
