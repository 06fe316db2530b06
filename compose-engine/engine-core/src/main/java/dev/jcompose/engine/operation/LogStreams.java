package dev.jcompose.engine.operation;

import dev.jcompose.engine.AttachRequest;
import dev.jcompose.engine.Attachment;
import dev.jcompose.engine.Engine;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.LogRequest;
import dev.jcompose.engine.Stdio;
import dev.jcompose.engine.event.EngineEvent;
import dev.jcompose.planner.resource.ContainerId;
import dev.jcompose.planner.resource.ResourceRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The output of several containers, each delivered by a thread of its own. */
final class LogStreams implements AutoCloseable {
    private final OperationContext context;
    private final LogSink sink;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<ContainerId, Future<?>> streams = new ConcurrentHashMap<>();

    LogStreams(OperationContext context, LogSink sink) {
        this.context = context;
        this.sink = sink;
    }

    /** Delivers all that a container writes from now on; it need not have started. */
    void attach(ContainerId id, ResourceRef.OfContainer container) throws EngineException, InterruptedException {
        var lines = new OutputLines(container, sink, new OutputLines.Stamp.Arrival(context.clock()));
        Engine engine = context.engine();
        Attachment attachment = engine.containers().attach(id, AttachRequest.live(), Stdio.outputTo(lines));
        start(id, container, () -> {
            try (attachment) {
                attachment.awaitEnd();
            } finally {
                lines.flush();
            }
        });
    }

    /** Delivers what a container wrote according to a request, unless it is being delivered already. */
    void follow(ContainerId id, ResourceRef.OfContainer container, LogRequest request) {
        if (isStreaming(id)) {
            return;
        }
        var lines = new OutputLines(container, sink, new OutputLines.Stamp.Prefix());
        start(id, container, () -> {
            try {
                context.engine().containers().logs(id, request, lines);
            } finally {
                lines.flush();
            }
        });
    }

    private interface Stream {
        void run() throws EngineException, InterruptedException;
    }

    private void start(ContainerId id, ResourceRef.OfContainer container, Stream stream) {
        streams.put(id, threads.submit(() -> {
            try {
                stream.run();
            } catch (EngineException e) {
                // A container may vanish under its reader; anything else the user should know of.
                if (e.kind() != EngineException.Kind.NOT_FOUND) {
                    context.events()
                            .accept(new EngineEvent.Warning(
                                    Optional.of(container), "its output is lost: " + e.getMessage()));
                }
            }
            return true;
        }));
    }

    boolean isStreaming(ContainerId id) {
        Future<?> stream = streams.get(id);
        return stream != null && !stream.isDone();
    }

    /** Waits until the output of an ended container was delivered, but not for ever. */
    void awaitEnd(ContainerId id, Duration limit) throws InterruptedException {
        Future<?> stream = streams.get(id);
        if (stream != null) {
            awaitEnd(stream, limit);
        }
    }

    /** Waits until all output was delivered, but not for ever. */
    void awaitAll(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        for (Future<?> stream : List.copyOf(streams.values())) {
            awaitEnd(stream, Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        }
    }

    private static void awaitEnd(Future<?> stream, Duration limit) throws InterruptedException {
        try {
            stream.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // Somebody holds the streams open, a child of the container's process for example.
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            throw new IllegalStateException("a stream of output ended in a way none may", e.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
