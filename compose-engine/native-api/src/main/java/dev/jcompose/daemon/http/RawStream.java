package dev.jcompose.daemon.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A connection that stopped speaking HTTP. The client's end of output shows as the end of {@link #input} while what is
 * written here still reaches it.
 */
public final class RawStream implements Closeable {
    private final SocketChannel channel;
    private final InputStream input;
    private final ReentrantLock writing = new ReentrantLock();

    RawStream(SocketChannel channel, InputStream input) {
        this.channel = channel;
        this.input = input;
    }

    /** What the client sends, beginning with the bytes it sent right behind the request head. */
    public InputStream input() {
        return input;
    }

    /** Writes all of the data; whole, when several threads write. */
    public void write(ByteBuffer data) throws IOException {
        writing.lock();
        try {
            Exchange.writeFully(channel, data);
        } finally {
            writing.unlock();
        }
    }

    /** Tells the client that nothing more comes. */
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    /** Ends both directions; a thread that reads or writes gets an exception. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
