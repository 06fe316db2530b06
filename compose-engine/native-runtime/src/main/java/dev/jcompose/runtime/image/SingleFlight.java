package dev.jcompose.runtime.image;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;

/**
 * Lets one of several threads do what all of them need. If it fails or is stopped, the next one tries for itself, so that
 * nobody's work depends on another's fate.
 */
final class SingleFlight<K> {
    @FunctionalInterface
    interface Work {
        void run() throws IOException, InterruptedException;
    }

    private final ConcurrentHashMap<K, CompletableFuture<Boolean>> running = new ConcurrentHashMap<>();

    /** Returns when {@code done} holds, which {@code work} brings about. */
    void ensure(K key, BooleanSupplier done, Work work) throws IOException, InterruptedException {
        while (!done.getAsBoolean()) {
            var mine = new CompletableFuture<Boolean>();
            CompletableFuture<Boolean> other = running.putIfAbsent(key, mine);
            if (other == null) {
                try {
                    if (!done.getAsBoolean()) {
                        work.run();
                    }
                    return;
                } finally {
                    running.remove(key, mine);
                    mine.complete(true);
                }
            }
            try {
                other.get();
            } catch (ExecutionException e) {
                throw new AssertionError("never completed so", e);
            }
        }
    }
}
