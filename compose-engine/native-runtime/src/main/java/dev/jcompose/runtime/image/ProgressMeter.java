package dev.jcompose.runtime.image;

import java.time.Duration;

/** Reports how far one transfer is, but not more often than anybody can look. For one thread. */
final class ProgressMeter {
    private static final long INTERVAL = Duration.ofMillis(100).toNanos();

    private final ProgressListener listener;
    private final String id;
    private final String status;
    private final long total;
    private long next = System.nanoTime();

    ProgressMeter(ProgressListener listener, String id, String status, long total) {
        this.listener = listener;
        this.id = id;
        this.status = status;
        this.total = total;
    }

    void at(long current) {
        long now = System.nanoTime();
        if (now - next >= 0) {
            next = now + INTERVAL;
            listener.report(Progress.of(id, status, current, total));
        }
    }
}
