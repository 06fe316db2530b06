package dev.jcompose.daemon;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * Keeps the threads that carry virtual threads from ending for want of work. The scheduler would make new ones for the next
 * request; where the kernel makes no more threads just then, that fails in the JDK's own thread which waits for all sockets. That
 * one ends with the error, and the engine would be deaf for good, although it had all that it needs before.
 */
final class Carriers implements AutoCloseable {
    /** Shorter than the 30 s after which the scheduler lets an idle one go. */
    private static final Duration PERIOD = Duration.ofSeconds(10);
    /** For one keeper to see the others run, each on a carrier of its own. */
    private static final Duration GATHERING = Duration.ofSeconds(1);

    private final List<Thread> keepers;

    private Carriers(List<Thread> keepers) {
        this.keepers = keepers;
    }

    /** As many as the scheduler uses at most: one for each processor. */
    static Carriers keep() {
        int number = Runtime.getRuntime().availableProcessors();
        var gathered = new CountDownLatch(number);
        return new Carriers(
                Stream.generate(() -> Thread.ofVirtual().name("carrier-keeper").start(() -> keep(gathered)))
                        .limit(number)
                        .toList());
    }

    private static void keep(CountDownLatch gathered) {
        gathered.countDown();
        long deadline = System.nanoTime() + GATHERING.toNanos();
        while (gathered.getCount() > 0 && System.nanoTime() < deadline) {
            Thread.onSpinWait(); // waiting would give the carrier back
        }
        try {
            while (true) {
                Thread.sleep(PERIOD);
            }
        } catch (InterruptedException e) {
            // The engine ends.
        }
    }

    @Override
    public void close() {
        keepers.forEach(Thread::interrupt);
    }
}
