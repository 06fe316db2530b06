package dev.jcompose.engine.docker.transport;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One request and its answer on one connection: its deadline, its body's writer and its end. */
final class Exchange {
    private final EngineRequest request;
    private final Connection connection;
    private final String address;
    private final ConnectionPool pool;
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean expired;
    private volatile @Nullable IOException bodyFailure;

    Exchange(EngineRequest request, Connection connection, String address, ConnectionPool pool) {
        this.request = request;
        this.connection = connection;
        this.address = address;
        this.pool = pool;
        request.timeout()
                .ifPresent(limit -> Thread.ofVirtual().name("engine-deadline").start(() -> {
                    try {
                        if (!over.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                            expired = true;
                            abandon();
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }));
    }

    Connection connection() {
        return connection;
    }

    /** The request's own body could not be read: what the reader of the answer should be told. */
    void bodyFailed(IOException cause) {
        bodyFailure = cause;
        abandon();
    }

    /** The reason behind a failed read or write. */
    IOException explain(IOException failure) {
        if (expired) {
            var timeout = new SocketTimeoutException("no complete answer from " + address + " within "
                    + request.timeout().orElseThrow().toMillis() + " ms to " + request.method() + " "
                    + request.target());
            timeout.initCause(failure);
            return timeout;
        }
        IOException body = bodyFailure;
        return body != null ? body : failure;
    }

    /** The answer was read to its end. */
    void complete(boolean reusable) {
        if (ended.compareAndSet(false, true)) {
            over.countDown();
            if (reusable) {
                pool.give(connection);
            } else {
                connection.close();
            }
        }
    }

    /** The connection now belongs to a {@link RawStream}. */
    void handOver() {
        ended.set(true);
        over.countDown();
    }

    void abandon() {
        if (ended.compareAndSet(false, true)) {
            over.countDown();
            connection.close();
        }
    }
}
