package dev.jcompose.engine.docker.transport;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** The raw connection that the engine handed over after an upgrade: attach and exec. */
public final class RawStream implements Closeable {
    private final ResponseHead head;
    private final Connection connection;

    RawStream(ResponseHead head, Connection connection) {
        this.head = head;
        this.connection = connection;
    }

    /** What comes from the container, framed or raw as {@link #contentType()} says. */
    public InputStream in() {
        return connection.in();
    }

    /** What goes to the container's standard input; every write goes out at once. */
    public OutputStream out() {
        return connection.out();
    }

    /** {@code application/vnd.docker.raw-stream} or {@code ...multiplexed-stream}; engines before API 1.42 say raw always. */
    public Optional<String> contentType() {
        return head.header("Content-Type");
    }

    /** Ends the container's standard input; its output goes on. */
    public void endInput() throws IOException {
        connection.shutdownOutput();
    }

    /** Ends the connection; reads that wait in other threads end with an exception. */
    @Override
    public void close() {
        connection.close();
    }
}
