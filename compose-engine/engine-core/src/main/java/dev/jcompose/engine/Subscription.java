package dev.jcompose.engine;

import java.util.Optional;

/** A standing subscription. */
public interface Subscription extends AutoCloseable {
    /**
     * Waits for the next activity.
     *
     * @return empty once the subscription has ended: it was closed, or its time is over
     * @throws EngineException {@code UNAVAILABLE} when the connection broke
     */
    Optional<Activity> next() throws EngineException, InterruptedException;

    /** Ends it, also under a thread that waits in {@link #next}. */
    @Override
    void close();
}
