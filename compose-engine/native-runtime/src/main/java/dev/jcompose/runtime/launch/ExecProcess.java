package dev.jcompose.runtime.launch;

import dev.jcompose.runtime.launch.SupervisedProcess.ProcessSignals;
import java.io.IOException;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** A process in a running container, with a helper of its own. */
final class ExecProcess implements Exec {
    private static final int SIGKILL = 9;

    private final Started started;
    private final Attachment stdio;
    private final ProcessSignals signals;
    private final CompletableFuture<ExitRecord> exit = new CompletableFuture<>();

    ExecProcess(Started started, Attachment stdio) {
        this.started = started;
        this.stdio = stdio;
        this.signals = ProcessSignals.of(started.pid());
        var _ = Thread.ofVirtual().name("exec-" + started.pid()).start(this::awaitExit);
    }

    @Override
    public int pid() {
        return started.pid();
    }

    @Override
    public Attachment stdio() {
        return stdio;
    }

    @Override
    public CompletableFuture<ExitRecord> onExit() {
        return exit.copy();
    }

    @Override
    public boolean signal(int signal) throws IOException {
        return signals.send(signal);
    }

    @Override
    public void resize(WindowSize size) throws IOException {
        Commands.resize(started.connection(), size);
    }

    @Override
    public void close() {
        stdio.close();
    }

    private void awaitExit() {
        try (var connection = started.connection()) {
            // Its helper dies only by force, and takes it along.
            exit.complete(Commands.awaitExit(connection)
                    .orElseGet(() -> new ExitRecord(128 + SIGKILL, OptionalInt.of(SIGKILL), false, Instant.now())));
        }
        signals.close();
    }
}
