package dev.jcompose.daemon.route;

import java.nio.ByteBuffer;

/**
 * Output of two streams in one connection: eight bytes before each piece say which stream and how long.
 *
 * @see <a href="https://docs.docker.com/reference/api/engine/version/v1.44/#tag/Container/operation/ContainerAttach">the
 *     stream format of the Engine API</a>
 */
final class Frames {
    static final String RAW = "application/vnd.docker.raw-stream";
    static final String MULTIPLEXED = "application/vnd.docker.multiplexed-stream";

    private static final int HEADER = 8;

    private Frames() {}

    /** The type of content for output with or without a terminal. */
    static String contentType(boolean terminal, ApiVersion version) {
        return terminal || !version.isAtLeast(42) ? RAW : MULTIPLEXED;
    }

    /** As {@link #contentType}, for a connection that is taken over: who does not say so in HTTP hears the old name. */
    static String contentTypeOfStream(boolean terminal, Call call) {
        boolean upgrades = call.exchange().request().headers().first("Upgrade").isPresent();
        return upgrades ? contentType(terminal, call.version()) : RAW;
    }

    /** @param stream 1 = output, 2 = errors */
    static ByteBuffer frame(int stream, ByteBuffer payload) {
        return ByteBuffer.allocate(HEADER + payload.remaining())
                .put((byte) stream)
                .put(new byte[3])
                .putInt(payload.remaining())
                .put(payload)
                .flip();
    }

    static ByteBuffer frame(int stream, byte[] payload) {
        return frame(stream, ByteBuffer.wrap(payload));
    }
}
