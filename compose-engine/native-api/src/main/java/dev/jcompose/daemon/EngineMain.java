package dev.jcompose.daemon;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs the daemon: {@code EngineMain --root DIR [--idle-exit SECONDS] [--userns-remap USER]}. It prints one line, {@code ready}, once its socket
 * answers, and ends in good order on SIGTERM or when it has been idle for long; containers go on in either case.
 */
public final class EngineMain {
    private static final Duration LONGEST_CHECK = Duration.ofSeconds(30);

    private EngineMain() {}

    /** Ends with 0 after an orderly end, 1 when it could not start, 2 for wrong arguments. */
    public static void main(String[] arguments) throws InterruptedException {
        EngineOptions options;
        try {
            options = EngineOptions.parse(List.of(arguments), System.getenv());
        } catch (IllegalArgumentException | IOException e) {
            System.err.println("jcompose engine: " + e.getMessage());
            System.exit(2);
            return;
        }
        var stop = new CountDownLatch(1);
        var stopped = new CountDownLatch(1);
        try (EngineDaemon daemon = EngineDaemon.open(options)) {
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
                stop.countDown();
                awaitQuietly(stopped);
            }));
            System.out.println("ready");
            System.out.flush();
            serve(daemon, options, stop);
        } catch (IOException e) {
            System.err.println("jcompose engine: cannot serve " + options.root() + ": " + e.getMessage());
            stopped.countDown();
            System.exit(1);
        } finally {
            stopped.countDown();
        }
    }

    /** Returns when told to stop, or when there is nothing to be done any more. */
    private static void serve(EngineDaemon daemon, EngineOptions options, CountDownLatch stop)
            throws InterruptedException {
        Duration check = options.idleExit()
                .map(limit -> limit.compareTo(LONGEST_CHECK) < 0 ? limit : LONGEST_CHECK)
                .orElse(LONGEST_CHECK);
        while (!stop.await(check.toMillis(), TimeUnit.MILLISECONDS)) {
            if (daemon.isIdle()) {
                return;
            }
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
