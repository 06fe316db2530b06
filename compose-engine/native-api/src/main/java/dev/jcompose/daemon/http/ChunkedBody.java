package dev.jcompose.daemon.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * A body in chunks; extensions and trailers are read and dropped.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-7.1">RFC 9112 section 7.1</a>
 */
final class ChunkedBody extends InputStream {
    private static final int MAX_SIZE_DIGITS = 15;

    private final InputStream in;
    private final int maxLineBytes;
    private long left;
    private boolean first = true;
    private boolean done;

    ChunkedBody(InputStream in, int maxLineBytes) {
        this.in = in;
        this.maxLineBytes = maxLineBytes;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0 && !nextChunk()) {
            return -1;
        }
        int count = in.read(target, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new EOFException("the request body ends inside a chunk");
        }
        left -= count;
        return count;
    }

    private boolean nextChunk() throws IOException {
        if (done) {
            return false;
        }
        if (!first && !line().isEmpty()) {
            throw new HttpException(400, "a chunk is longer than it says");
        }
        first = false;
        String size = line();
        int semicolon = size.indexOf(';');
        if (semicolon >= 0) {
            size = size.substring(0, semicolon).strip();
        }
        if (size.isEmpty()
                || size.length() > MAX_SIZE_DIGITS
                || !size.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128)) {
            throw new HttpException(400, "malformed chunk size");
        }
        left = Long.parseLong(size, 16);
        if (left > 0) {
            return true;
        }
        int trailerBytes = 0;
        for (String trailer = line(); !trailer.isEmpty(); trailer = line()) {
            trailerBytes += trailer.length();
            if (trailerBytes > maxLineBytes) {
                throw new HttpException(431, "the trailers are too long");
            }
        }
        done = true;
        return false;
    }

    private String line() throws IOException {
        var line = new StringBuilder(16);
        for (; ; ) {
            int c = in.read();
            if (c < 0) {
                throw new EOFException("the request body ends between chunks");
            }
            if (c == '\n') {
                return line.toString();
            }
            if (c == '\r') {
                if (in.read() != '\n') {
                    throw new HttpException(400, "carriage return without line feed in a chunk header");
                }
                return line.toString();
            }
            if (line.length() == maxLineBytes) {
                throw new HttpException(431, "a chunk header is too long");
            }
            line.append((char) c);
        }
    }
}
