package dev.jcompose.engine.docker;

import dev.jcompose.engine.OutputSink;
import dev.jcompose.engine.OutputSink.Channel;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Takes a stream of output apart: raw where there is a terminal, else in frames of an 8 byte head (channel, three zeros,
 * length as big-endian 32 bit number) and that many bytes.
 *
 * @see <a href="https://docs.docker.com/reference/api/engine/version/v1.45/#tag/Container/operation/ContainerAttach">POST
 *     /containers/{id}/attach, "Stream format"</a>
 */
final class OutputFrames {
    private static final int BUFFER = 32 * 1024;
    private static final int HEAD = 8;

    /** How a stream is laid out. */
    enum Layout {
        RAW,
        FRAMED
    }

    private OutputFrames() {}

    /** Delivers everything up to the end of the stream. */
    static void copy(InputStream in, Layout layout, OutputSink sink) throws IOException {
        switch (layout) {
            case RAW -> copyRaw(in, sink);
            case FRAMED -> copyFrames(in, sink);
        }
    }

    private static void copyRaw(InputStream in, OutputSink sink) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            sink.write(Channel.STDOUT, Arrays.copyOf(buffer, count));
        }
    }

    private static void copyFrames(InputStream in, OutputSink sink) throws IOException {
        byte[] head = new byte[HEAD];
        byte[] buffer = new byte[BUFFER];
        while (true) {
            int got = in.readNBytes(head, 0, HEAD);
            if (got == 0) {
                return;
            }
            if (got < HEAD) {
                throw new EOFException("the output ends in the middle of a frame");
            }
            var channel = channel(head);
            long left =
                    ((head[4] & 0xffL) << 24) | ((head[5] & 0xff) << 16) | ((head[6] & 0xff) << 8) | (head[7] & 0xff);
            while (left > 0) {
                int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (count < 0) {
                    throw new EOFException("the output ends in the middle of a frame");
                }
                sink.write(channel, Arrays.copyOf(buffer, count));
                left -= count;
            }
        }
    }

    private static Channel channel(byte[] head) throws IOException {
        if (head[1] == 0 && head[2] == 0 && head[3] == 0) {
            switch (head[0]) {
                case 0, 1 -> {
                    return Channel.STDOUT;
                }
                case 2, 3 -> {
                    return Channel.STDERR; // 3: an error of the engine itself
                }
                default -> {}
            }
        }
        throw new IOException("malformed frame in the output: " + Arrays.toString(head));
    }
}
