package dev.jcompose.engine.operation;

import java.util.concurrent.CountDownLatch;

/** The user's wish to end an attached operation: Ctrl-C, or a signal. */
@FunctionalInterface
public interface StopRequests {
    /**
     * Waits for the next request. The first one asks for a graceful stop, the second one to kill. A request made while
     * nobody waits is kept.
     */
    void awaitNext() throws InterruptedException;

    /** Nobody ever asks. */
    static StopRequests never() {
        return () -> new CountDownLatch(1).await();
    }
}
