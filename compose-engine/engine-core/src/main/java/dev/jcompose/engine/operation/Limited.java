package dev.jcompose.engine.operation;

import dev.jcompose.engine.EngineException;
import dev.jcompose.model.value.Durations;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Work that must be done within a time. */
final class Limited {
    private Limited() {}

    interface Work {
        void run() throws EngineException, OperationException, InterruptedException;
    }

    /** Runs work to its end, or gives it up when the limit has passed: containers are left as they are. */
    static void run(Optional<Duration> limit, Work work)
            throws EngineException, OperationException, InterruptedException {
        if (limit.isEmpty()) {
            work.run();
            return;
        }
        try (var thread = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = thread.submit(() -> {
                work.run();
                return true;
            });
            try {
                running.get(limit.get().toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                thread.shutdownNow();
                throw new OperationException("application not healthy after " + Durations.print(limit.get()), 1, e);
            } catch (ExecutionException e) {
                switch (e.getCause()) {
                    case EngineException failure -> throw failure;
                    case OperationException failure -> throw failure;
                    case InterruptedException interrupted -> throw interrupted;
                    case null, default -> throw new IllegalStateException(e.getCause());
                }
            } catch (InterruptedException e) {
                thread.shutdownNow();
                throw e;
            }
        }
    }
}
