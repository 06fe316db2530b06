package dev.jcompose.engine.docker.transport;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The body of an answer, ended where its framing says; knows whether it was read to its end. */
abstract class BodyInput extends InputStream {
    private boolean ended;

    /** Whether the whole body, with its framing, was taken from the connection. */
    boolean ended() {
        return ended;
    }

    void end() {
        ended = true;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        return ended ? -1 : readSome(bytes, offset, length);
    }

    abstract int readSome(byte[] bytes, int offset, int length) throws IOException;

    /** No body at all: 204, 304, answers to HEAD. */
    static final class None extends BodyInput {
        None() {
            end();
        }

        @Override
        int readSome(byte[] bytes, int offset, int length) {
            return -1;
        }
    }

    /** A body of known length. */
    static final class Fixed extends BodyInput {
        private final InputStream in;
        private long left;

        Fixed(InputStream in, long length) {
            this.in = in;
            this.left = length;
            if (length == 0) {
                end();
            }
        }

        @Override
        int readSome(byte[] bytes, int offset, int length) throws IOException {
            int count = in.read(bytes, offset, (int) Math.min(length, left));
            if (count < 0) {
                throw new EOFException(
                        "the engine closed the connection " + left + " bytes before the end of an answer");
            }
            left -= count;
            if (left == 0) {
                end();
            }
            return count;
        }

        @Override
        public int available() throws IOException {
            return (int) Math.min(left, in.available());
        }
    }

    /** A chunked body (RFC 9112, 7.1); extensions and trailers are dropped. */
    static final class Chunked extends BodyInput {
        /** Length of the line break after a chunk, and of the last chunk. */
        private static final int LAST_CHUNK = "\r\n0\r\n\r\n".length();

        private final InputStream in;
        private long left;
        private boolean begun;

        Chunked(InputStream in) {
            this.in = in;
        }

        @Override
        int readSome(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0 && !nextChunk()) {
                return -1;
            }
            int count = in.read(bytes, offset, (int) Math.min(length, left));
            if (count < 0) {
                throw new EOFException("the engine closed the connection in the middle of an answer");
            }
            left -= count;
            return count;
        }

        private boolean nextChunk() throws IOException {
            if (begun && !ResponseHead.line(in).isEmpty()) {
                throw new IOException("malformed chunk in the answer");
            }
            begun = true;
            String line = ResponseHead.line(in);
            int end = line.indexOf(';');
            String size = (end < 0 ? line : line.substring(0, end)).strip();
            try {
                left = Long.parseLong(size, 16);
            } catch (NumberFormatException e) {
                throw new IOException("malformed chunk size in the answer: \"" + size + "\"", e);
            }
            if (left < 0) {
                throw new IOException("negative chunk size in the answer");
            }
            if (left > 0) {
                return true;
            }
            // Trailers say nothing that anybody here needs.
            String trailer;
            do {
                trailer = ResponseHead.line(in);
            } while (!trailer.isEmpty());
            end();
            return false;
        }

        @Override
        public int available() throws IOException {
            if (left > 0) {
                return (int) Math.min(left, in.available());
            }
            // Between chunks only what certainly holds the whole head of the next one, be it the last.
            return in.available() >= LAST_CHUNK ? 1 : 0;
        }
    }

    /** A body that ends with the connection. */
    static final class UntilClose extends BodyInput {
        private final InputStream in;

        UntilClose(InputStream in) {
            this.in = in;
        }

        @Override
        int readSome(byte[] bytes, int offset, int length) throws IOException {
            int count = in.read(bytes, offset, length);
            if (count < 0) {
                end();
            }
            return count;
        }

        @Override
        public int available() throws IOException {
            return in.available();
        }
    }
}
