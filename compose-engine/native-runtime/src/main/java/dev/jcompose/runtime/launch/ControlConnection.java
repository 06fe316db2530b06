package dev.jcompose.runtime.launch;

import dev.jcompose.runtime.os.UnixListener;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** A connection to a supervisor. One thread reads; any may send. Interrupting a thread in here closes the connection. */
final class ControlConnection implements AutoCloseable {
    private static final int HEADER = 8;
    private static final int PAYLOAD_LIMIT = 1 << 20;

    private final SocketChannel channel;
    private final ByteBuffer header = ByteBuffer.allocate(HEADER);
    private final ReentrantLock sending = new ReentrantLock();

    private ControlConnection(SocketChannel channel) {
        this.channel = channel;
    }

    static ControlConnection open(Path socket) throws IOException {
        return new ControlConnection(UnixListener.connect(socket));
    }

    void send(int type, ByteBuffer payload) throws IOException {
        var start = ByteBuffer.allocate(HEADER)
                .put((byte) type)
                .putInt(4, payload.remaining())
                .rewind();
        var parts = new ByteBuffer[] {start, payload};
        sending.lock();
        try {
            while (start.hasRemaining() || payload.hasRemaining()) {
                channel.write(parts);
            }
        } finally {
            sending.unlock();
        }
    }

    /** Waits for the next frame; empty at the end of the connection. */
    Optional<Frame> receive() throws IOException {
        header.clear();
        try {
            if (!fill(header)) {
                return Optional.empty();
            }
        } catch (SocketException e) {
            // A supervisor that ends before it has read all we sent resets the connection. What it sent came before.
            return Optional.empty();
        }
        int type = header.get(0) & 0xff;
        int length = header.getInt(4);
        if (length < 0 || length > PAYLOAD_LIMIT) {
            throw new IOException("the supervisor sent a frame of " + length + " bytes");
        }
        var payload = ByteBuffer.allocate(length);
        if (!fill(payload)) {
            throw new EOFException("the supervisor ended within a frame");
        }
        return Optional.of(new Frame(type, payload.flip()));
    }

    private boolean fill(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                return false;
            }
        }
        return true;
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("close a control connection", e);
        }
    }
}
