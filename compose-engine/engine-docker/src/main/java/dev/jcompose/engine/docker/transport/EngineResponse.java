package dev.jcompose.engine.docker.transport;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The engine's answer. Closing it gives the connection back when the body was read to its end, and ends it otherwise; it may
 * be closed from another thread to cancel.
 */
public final class EngineResponse implements Closeable {
    /** What is worth reading of a body nobody wants, to keep its connection. */
    private static final int DRAIN_LIMIT = 64 * 1024;

    private final ResponseHead head;
    private final BodyInput body;
    private final Exchange exchange;

    /** Held by the thread that reads: who cannot get it closes the answer under a reader that waits. */
    private final ReentrantLock reading = new ReentrantLock();

    EngineResponse(ResponseHead head, BodyInput body, Exchange exchange) {
        this.head = head;
        this.body = body;
        this.exchange = exchange;
    }

    /** HTTP status code. */
    public int status() {
        return head.status();
    }

    /** Whether the status is one of success. */
    public boolean succeeded() {
        return status() >= 200 && status() < 300;
    }

    /** A header's value; several of one name are joined by commas. */
    public Optional<String> header(String name) {
        return head.header(name);
    }

    /** All headers by name, names compared without case. */
    public Map<String, List<String>> headers() {
        return head.headers();
    }

    /** The body. A broken connection, a timeout or an interrupt shows as an {@link IOException} of its reads. */
    public InputStream body() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                reading.lock();
                try {
                    return body.read(bytes, offset, length);
                } catch (IOException e) {
                    throw exchange.explain(e);
                } finally {
                    reading.unlock();
                }
            }

            @Override
            public int available() throws IOException {
                return body.available();
            }

            @Override
            public void close() {
                EngineResponse.this.close();
            }
        };
    }

    /** The whole body. */
    public byte[] bytes() throws IOException {
        try (this) {
            return body().readAllBytes();
        }
    }

    /** The whole body as UTF-8 text. */
    public String text() throws IOException {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /** Reads on to the end of an answer that is known to end soon, and gives the connection back. */
    public void finish() throws IOException {
        try (this) {
            body().transferTo(java.io.OutputStream.nullOutputStream());
        }
    }

    @Override
    public void close() {
        if (!reading.tryLock()) {
            exchange.abandon();
            return;
        }
        try {
            drain();
        } finally {
            reading.unlock();
        }
    }

    private void drain() {
        try {
            byte[] rest = new byte[4096];
            for (int read = 0; !body.ended() && read < DRAIN_LIMIT && body.available() > 0; ) {
                int count = body.read(rest, 0, rest.length);
                read += Math.max(count, 0);
            }
        } catch (IOException e) {
            exchange.abandon();
            return;
        }
        if (body.ended()) {
            exchange.complete(head.keepsAlive() && !(body instanceof BodyInput.UntilClose));
        } else {
            exchange.abandon();
        }
    }
}
