package dev.jcompose.engine.docker;

import dev.jcompose.engine.Attachment;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.OutputSink;
import dev.jcompose.engine.Stdio;
import dev.jcompose.engine.TerminalWindow;
import dev.jcompose.engine.docker.OutputFrames.Layout;
import dev.jcompose.engine.docker.transport.RawStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Couples the client's streams and terminal with those of a process, over a raw connection. */
final class ProcessStreams implements Attachment {
    /** Tells the engine the size of the terminal. */
    @FunctionalInterface
    interface Resize {
        void to(TerminalWindow.Size size) throws EngineException, InterruptedException;
    }

    private final Operation operation;
    private final RawStream raw;
    private final CompletableFuture<@Nullable IOException> end = new CompletableFuture<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Consumer<TerminalWindow.Size> resize;
    private TerminalWindow.@Nullable Watch watch;
    private @Nullable Thread feeder;

    private ProcessStreams(Operation operation, RawStream raw, Consumer<TerminalWindow.Size> resize) {
        this.operation = operation;
        this.raw = raw;
        this.resize = resize;
    }

    static ProcessStreams couple(Operation operation, RawStream raw, Layout layout, Stdio stdio, Resize resize) {
        var streams = new ProcessStreams(operation, raw, size -> resizeQuietly(resize, size));
        streams.begin(layout, stdio);
        return streams;
    }

    private void begin(Layout layout, Stdio stdio) {
        var terminal = stdio.terminal();
        if (terminal.isPresent()) {
            watch = terminal.get().watch(resize);
            resize.accept(terminal.get().size());
        }
        Thread.ofVirtual().name("engine-output").start(() -> read(layout, sink(stdio)));
        stdio.input()
                .ifPresent(input ->
                        feeder = Thread.ofVirtual().name("engine-input").start(() -> feed(input)));
    }

    /** A process that had not begun when it was attached to learns its terminal's size with its first output. */
    private OutputSink sink(Stdio stdio) {
        if (stdio.terminal().isEmpty()) {
            return stdio.output();
        }
        var told = new AtomicBoolean();
        return (channel, bytes) -> {
            if (told.compareAndSet(false, true)) {
                resize.accept(stdio.terminal().get().size());
            }
            stdio.output().write(channel, bytes);
        };
    }

    private void read(Layout layout, OutputSink sink) {
        try (raw) {
            OutputFrames.copy(raw.in(), layout, sink);
            end.complete(null);
        } catch (IOException e) {
            end.complete(closed.get() ? null : e);
        } catch (RuntimeException e) {
            end.completeExceptionally(e);
        }
    }

    private void feed(InputStream input) {
        byte[] buffer = new byte[8 * 1024];
        try {
            for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
                raw.out().write(buffer, 0, count);
            }
            raw.endInput();
        } catch (IOException e) {
            // The process no longer reads, or the user's input broke: either way nothing more can be passed on, and the
            // output tells the rest.
            return;
        }
    }

    private static void resizeQuietly(Resize resize, TerminalWindow.Size size) {
        try {
            resize.to(size);
        } catch (EngineException e) {
            // Not begun yet, or ended already: the next size, or the first output, tries again.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void awaitEnd() throws EngineException, InterruptedException {
        IOException failure;
        try {
            failure = end.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the taker of the output failed", e.getCause());
        } finally {
            close();
        }
        if (failure != null) {
            throw Failures.broken(operation, failure);
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            if (watch != null) {
                watch.close();
            }
            raw.close();
            if (feeder != null) {
                feeder.interrupt();
            }
        }
    }
}
