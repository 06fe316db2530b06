package dev.jcompose.engine.docker.transport;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicBoolean;

/** One open byte stream in both directions to an engine. Closing it from another thread ends reads and writes that wait. */
abstract class Connection implements Closeable {
    private static final int BUFFER = 16 * 1024;

    private final BufferedInputStream in;
    private final OutputStream out;
    private final AtomicBoolean closed = new AtomicBoolean();
    private Runnable whenClosed = () -> {};

    Connection(InputStream in, OutputStream out) {
        this.in = new BufferedInputStream(in, BUFFER);
        this.out = out;
    }

    /** Buffered, and the same for every exchange: bytes read ahead are never lost. */
    InputStream in() {
        return in;
    }

    /** Not buffered: the caller writes whole messages. */
    OutputStream out() {
        return out;
    }

    /** Tells the other side that no more bytes come, while its own bytes can still be read. */
    abstract void shutdownOutput() throws IOException;

    /** Whether an idle connection can carry another request: the other side has neither closed it nor sent anything. */
    abstract boolean usable();

    /** Ends it, once. */
    @Override
    public final void close() {
        if (closed.compareAndSet(false, true)) {
            end();
            whenClosed.run();
        }
    }

    /** Tells when it was closed; set before it is used. */
    void whenClosed(Runnable action) {
        whenClosed = action;
    }

    abstract void end();
}
