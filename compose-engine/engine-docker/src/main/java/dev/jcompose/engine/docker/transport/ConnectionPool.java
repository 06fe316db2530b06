package dev.jcompose.engine.docker.transport;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The connections of a client; those that are idle, the last used first. How many are in use is bounded by the callers. */
final class ConnectionPool implements AutoCloseable {
    private static final int IDLE_LIMIT = 32;

    private final Deque<Connection> idle = new ArrayDeque<>();
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private boolean closed;

    /** Keeps an eye on a new connection, so that {@link #close} ends it also while it is in use. */
    Connection opened(Connection connection) {
        connection.whenClosed(() -> open.remove(connection));
        open.add(connection);
        return connection;
    }

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
        idle.clear();
        open.forEach(Connection::close);
    }
}
