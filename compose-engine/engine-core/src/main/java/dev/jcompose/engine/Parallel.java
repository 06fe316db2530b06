package dev.jcompose.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Calls made at the same time. */
public final class Parallel {
    private Parallel() {}

    /**
     * Runs all calls and returns their results in the order given. When one fails, or the caller is interrupted, the
     * others are given up.
     */
    public static <T> List<T> all(List<? extends EngineCall<? extends T>> calls)
            throws EngineException, InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<? extends T>> running = new ArrayList<>();
            for (EngineCall<? extends T> call : calls) {
                running.add(threads.submit(call::run));
            }
            try {
                List<T> results = new ArrayList<>();
                for (Future<? extends T> result : running) {
                    results.add(result.get());
                }
                return results;
            } catch (ExecutionException e) {
                threads.shutdownNow();
                throw unwrap(e);
            } catch (InterruptedException e) {
                threads.shutdownNow();
                throw e;
            }
        }
    }

    private static EngineException unwrap(ExecutionException e) throws InterruptedException {
        return switch (e.getCause()) {
            case EngineException failure -> failure;
            case InterruptedException interrupted -> throw interrupted;
            case RuntimeException bug -> throw bug;
            case Error error -> throw error;
            case null, default -> throw new IllegalStateException("an engine call cannot throw this", e);
        };
    }
}
