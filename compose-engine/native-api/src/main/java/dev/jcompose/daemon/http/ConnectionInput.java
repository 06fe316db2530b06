package dev.jcompose.daemon.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Buffered reading from a connection. While an answer is being streamed nobody reads, and a client that leaves would go
 * unseen; {@link #watch} reads ahead for that time, and what it read is delivered to the next reader.
 */
final class ConnectionInput extends InputStream {
    private static final int BUFFER_BYTES = 16 * 1024;

    private final ReadableByteChannel channel;
    private ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).flip();
    private @Nullable CompletableFuture<ByteBuffer> ahead;

    ConnectionInput(ReadableByteChannel channel) {
        this.channel = channel;
    }

    @Override
    public int read() throws IOException {
        return buffer.hasRemaining() || fill() ? buffer.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!buffer.hasRemaining() && !fill()) {
            return -1;
        }
        int count = Math.min(length, buffer.remaining());
        buffer.get(target, offset, count);
        return count;
    }

    /** Bytes that can be read without waiting. */
    @Override
    public int available() {
        return buffer.remaining();
    }

    /** Reads ahead from now on and runs {@code gone} when the client closes its end. */
    void watch(Runnable gone) {
        if (ahead != null) {
            return;
        }
        var result = new CompletableFuture<ByteBuffer>();
        ahead = result;
        Thread.ofVirtual().name("http-watch").start(() -> {
            var read = ByteBuffer.allocate(BUFFER_BYTES);
            try {
                boolean end = channel.read(read) < 0;
                result.complete(read.flip());
                if (end) {
                    gone.run();
                }
            } catch (IOException e) {
                result.completeExceptionally(e);
                gone.run();
            }
        });
    }

    /** Waits for more bytes; false at the end of the stream. */
    private boolean fill() throws IOException {
        var pending = ahead;
        if (pending != null) {
            ahead = null;
            buffer = await(pending);
            return buffer.hasRemaining();
        }
        buffer.clear();
        int count;
        do {
            count = channel.read(buffer);
        } while (count == 0);
        buffer.flip();
        return count > 0;
    }

    private static ByteBuffer await(CompletableFuture<ByteBuffer> pending) throws IOException {
        try {
            return pending.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while reading a request", e);
        }
    }
}
