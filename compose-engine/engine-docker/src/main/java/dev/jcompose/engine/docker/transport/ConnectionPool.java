package dev.jcompose.engine.docker.transport;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Idle connections, the last used first. How many are in use is bounded by the callers, not here. */
final class ConnectionPool implements AutoCloseable {
    private static final int IDLE_LIMIT = 32;

    private final Deque<Connection> idle = new ArrayDeque<>();
    private boolean closed;

    /** An idle connection that can carry a request; those that died are closed on the way. */
    Optional<Connection> take() {
        while (true) {
            Connection connection;
            synchronized (this) {
                connection = idle.pollFirst();
            }
            if (connection == null) {
                return Optional.empty();
            }
            if (connection.usable()) {
                return Optional.of(connection);
            }
            connection.close();
        }
    }

    void give(Connection connection) {
        synchronized (this) {
            if (!closed && idle.size() < IDLE_LIMIT) {
                idle.addFirst(connection);
                return;
            }
        }
        connection.close();
    }

    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(Connection::close);
        idle.clear();
    }
}
