package dev.jcompose.engine.operation;

import dev.jcompose.engine.Engine;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.LogRequest;
import dev.jcompose.planner.observed.ObservedContainer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Merges the output of containers by time, holding no more than a few lines of each in memory. */
final class TimeOrder {
    private static final int AHEAD = 1024;

    private TimeOrder() {}

    /** A line, or the end of a container's output. */
    private record Item(Optional<LogLine> line) {}

    private static final class Source {
        final int rank;
        final BlockingQueue<Item> lines = new ArrayBlockingQueue<>(AHEAD);

        @Nullable
        LogLine head;

        Instant at = Instant.MIN;

        Source(int rank) {
            this.rank = rank;
        }

        /** Moves on to the next line; false at the end. */
        boolean advance() throws InterruptedException {
            var next = lines.take().line();
            head = next.orElse(null);
            // A line without a time belongs to the one before it.
            at = next.flatMap(LogLine::at).orElse(at);
            return next.isPresent();
        }
    }

    /** Thrown out of a sink, which cannot throw what interrupting throws. */
    private static final class GivenUp extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    static void deliver(Engine engine, List<ObservedContainer> containers, LogRequest request, LogSink sink)
            throws EngineException, InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> readers = new ArrayList<>();
            List<Source> sources = new ArrayList<>();
            for (ObservedContainer container : containers) {
                var source = new Source(sources.size());
                sources.add(source);
                readers.add(threads.submit(() -> read(engine, container, request, source)));
            }
            try {
                merge(sources, sink);
                for (Future<Boolean> reader : readers) {
                    reader.get();
                }
            } catch (ExecutionException e) {
                threads.shutdownNow();
                if (e.getCause() instanceof EngineException failure) {
                    throw failure;
                }
                throw new IllegalStateException(e.getCause());
            } catch (InterruptedException | RuntimeException e) {
                threads.shutdownNow();
                throw e;
            }
        }
    }

    private static void merge(List<Source> sources, LogSink sink) throws InterruptedException {
        var open = new PriorityQueue<Source>(
                Comparator.comparing((Source source) -> source.at).thenComparingInt(source -> source.rank));
        for (Source source : sources) {
            if (source.advance()) {
                open.add(source);
            }
        }
        while (!open.isEmpty()) {
            Source first = open.remove();
            LogLine line = first.head;
            if (line != null) {
                sink.accept(line);
            }
            if (first.advance()) {
                open.add(first);
            }
        }
    }

    private static boolean read(Engine engine, ObservedContainer container, LogRequest request, Source source)
            throws EngineException, InterruptedException {
        var lines = new OutputLines(
                container.resource(), line -> put(source, Optional.of(line)), new OutputLines.Stamp.Prefix());
        try {
            engine.containers().logs(container.id(), request, lines);
            lines.flush();
            return true;
        } catch (GivenUp e) {
            throw new InterruptedException();
        } finally {
            if (!Thread.currentThread().isInterrupted()) {
                put(source, Optional.empty());
            }
        }
    }

    private static void put(Source source, Optional<LogLine> line) {
        try {
            source.lines.put(new Item(line));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GivenUp();
        }
    }
}
