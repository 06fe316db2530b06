package dev.jcompose.engine.operation;

import java.util.concurrent.CountDownLatch;

/** Signals the client got that are meant for the container's process. */
@FunctionalInterface
public interface SignalRelay {
    /** Waits for the next one and returns its name, for example {@code SIGTERM}. */
    String awaitNext() throws InterruptedException;

    /** None is passed on. */
    static SignalRelay none() {
        return () -> {
            new CountDownLatch(1).await();
            throw new IllegalStateException("a latch that nobody counts down has opened");
        };
    }
}
