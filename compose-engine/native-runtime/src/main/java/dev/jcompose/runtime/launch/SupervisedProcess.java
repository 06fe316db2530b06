package dev.jcompose.runtime.launch;

import dev.jcompose.runtime.cgroup.CgroupProcesses;
import dev.jcompose.runtime.os.Errno;
import dev.jcompose.runtime.os.ErrnoException;
import dev.jcompose.runtime.os.Fd;
import dev.jcompose.runtime.os.Pidfd;
import dev.jcompose.runtime.os.ProcessAge;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** A container's first process, known through the connection to its supervisor. */
final class SupervisedProcess implements Supervised {
    private static final int SIGKILL = 9;

    private final StateFiles.Launched launched;
    private final Path stateDirectory;
    private final Started started;
    /** As {@link System#nanoTime} counts. */
    private final long begin;

    private final ProcessSignals signals;
    private final CompletableFuture<ExitRecord> exit = new CompletableFuture<>();
    private volatile boolean released;

    private SupervisedProcess(StateFiles.Launched launched, Path stateDirectory, Started started, Duration ageNow) {
        this.launched = launched;
        this.stateDirectory = stateDirectory;
        this.started = started;
        this.begin = System.nanoTime() - ageNow.toNanos();
        this.signals = ProcessSignals.of(started.pid());
    }

    /** One that has just begun. */
    static SupervisedProcess launched(StateFiles.Launched launched, Path stateDirectory, Started started) {
        return new SupervisedProcess(launched, stateDirectory, started, Duration.ZERO);
    }

    /** One that another daemon launched. */
    static SupervisedProcess adopted(StateFiles.Launched launched, Path stateDirectory, Started started) {
        Duration age = ProcessAge.of(started.pid()).orElse(Duration.ZERO);
        return new SupervisedProcess(launched, stateDirectory, started, age);
    }

    /** Begins to wait for the end, on a thread of its own. */
    void watch() {
        var _ = Thread.ofVirtual().name("watch-" + started.pid()).start(this::awaitExit);
    }

    /** Stops waiting; the container goes on and its end is nobody's business here. */
    void letGo() {
        released = true;
        started.connection().close();
        signals.close();
    }

    StateFiles.Launched launched() {
        return launched;
    }

    Path stateDirectory() {
        return stateDirectory;
    }

    /** Empty when the process has ended. */
    Optional<Fd> pidfd() {
        return signals.pidfd().map(Pidfd::fd);
    }

    @Override
    public int pid() {
        return started.pid();
    }

    @Override
    public Instant startedAt() {
        return started.startedAt();
    }

    @Override
    public Duration age() {
        return Duration.ofNanos(System.nanoTime() - begin);
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
    public void killAll() throws IOException {
        var cgroup = new CgroupProcesses(launched.cgroups(), launched.unified());
        if (cgroup.exists()) {
            cgroup.kill();
        } else {
            signals.send(SIGKILL);
        }
    }

    @Override
    public void resize(WindowSize size) throws IOException {
        Commands.resize(started.connection(), size);
    }

    @Override
    public Attachment attach() throws IOException {
        return ControlAttachment.open(StateFiles.controlSocket(stateDirectory), ControlAttachment.Pace.PROCESS);
    }

    @Override
    public void closeStdin() throws IOException {
        started.connection().send(Frame.END, ByteBuffer.allocate(0));
    }

    private void awaitExit() {
        ExitRecord record;
        try (var connection = started.connection()) {
            record = Commands.awaitExit(connection).or(this::recordOnDisk).orElseGet(this::lost);
        }
        signals.close();
        if (!released) {
            exit.complete(record);
        }
    }

    private Optional<ExitRecord> recordOnDisk() {
        try {
            return StateFiles.readExit(stateDirectory);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The supervisor is dead. The kernel has killed the first process with it; this kills the rest. */
    private ExitRecord lost() {
        if (!released) {
            try {
                Leftovers.kill(launched);
            } catch (IOException e) {
                System.getLogger(SupervisedProcess.class.getName())
                        .log(System.Logger.Level.WARNING, "clean up after the lost supervisor of " + launched.id(), e);
            }
        }
        return new ExitRecord(128 + SIGKILL, OptionalInt.of(SIGKILL), false, Instant.now());
    }

    /** Signals for one process, until it is gone. */
    static final class ProcessSignals implements AutoCloseable {
        private final Optional<Pidfd> pidfd;

        private ProcessSignals(Optional<Pidfd> pidfd) {
            this.pidfd = pidfd;
        }

        static ProcessSignals of(int pid) {
            try {
                return new ProcessSignals(Optional.of(Pidfd.open(pid)));
            } catch (ErrnoException e) {
                // It was short-lived, and its supervisor has waited for it already.
                return new ProcessSignals(Optional.empty());
            }
        }

        Optional<Pidfd> pidfd() {
            return pidfd.filter(p -> p.fd().isOpen());
        }

        /** Not while the descriptor is being closed: its number may be another process's in the next moment. */
        synchronized boolean send(int signal) throws ErrnoException {
            try {
                if (pidfd().isEmpty()) {
                    return false;
                }
                pidfd.get().send(signal);
                return true;
            } catch (ErrnoException e) {
                if (e.is(Errno.ESRCH)) {
                    return false;
                }
                throw e;
            }
        }

        @Override
        public synchronized void close() {
            pidfd.ifPresent(Pidfd::close);
        }
    }
}
