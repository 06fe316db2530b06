package dev.jcompose.runtime.container;

import dev.jcompose.runtime.container.ContainerException.Kind;
import dev.jcompose.runtime.container.RunState.Status;
import dev.jcompose.runtime.launch.Supervised;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends containers: asked politely, then by force. */
final class Stopping {
    private static final Duration AFTER_KILL = Duration.ofSeconds(10);
    private static final Duration AFTER_KILL_ALL = Duration.ofSeconds(2);
    private static final Duration WHEN_NOT_SIGNALLED = Duration.ofSeconds(2);

    private final Foundations base;

    Stopping(Foundations base) {
        this.base = base;
    }

    /**
     * Stops a container.
     *
     * @param seconds patience after the signal, -1 = forever; empty = as the container is configured
     * @param signal empty = as the container is configured
     * @throws ContainerException NOT_MODIFIED when it does not run
     */
    void stop(Container container, OptionalInt seconds, Optional<String> signal)
            throws IOException, InterruptedException {
        int number = Signals.parse(
                signal.or(() -> container.record().config().stopSignal()).orElse("TERM"));
        CompletableFuture<RunState> exit;
        Supervised process;
        container.lock().lockInterruptibly();
        try {
            RunState state = container.state();
            if (state.status() == Status.RESTARTING) {
                cancelRestart(container);
                base.publish(container.record(), "stop");
                return;
            }
            if (!state.hasProcess()) {
                throw new ContainerException(Kind.NOT_MODIFIED, "container is already stopped");
            }
            process = container.requireProcess();
            exit = container.nextExit();
            container.setRestartCancelled(true);
            container.save(state.withManualStop());
        } finally {
            container.lock().unlock();
        }
        int patience =
                seconds.orElse(container.record().config().stopTimeout().orElse(ContainerConfig.DEFAULT_STOP_TIMEOUT));
        boolean sent = patience != 0 && send(container, process, number);
        if (patience == 0) {
            forceEnd(container, process, exit);
        } else if (patience < 0) {
            await(exit, Duration.ofDays(36_500));
        } else if (!await(exit, sent ? Duration.ofSeconds(patience) : WHEN_NOT_SIGNALLED)) {
            forceEnd(container, process, exit);
        }
        base.publish(container.record(), "stop");
    }

    /**
     * Sends a signal to the first process. SIGKILL waits for the end.
     *
     * @throws ContainerException CONFLICT when it does not run
     */
    void kill(Container container, String signal) throws IOException, InterruptedException {
        int number = Signals.parse(signal.isEmpty() ? "KILL" : signal);
        CompletableFuture<RunState> exit;
        Supervised process;
        container.lock().lockInterruptibly();
        try {
            RunState state = container.state();
            if (state.status() == Status.RESTARTING) {
                cancelRestart(container);
                return;
            }
            if (!state.hasProcess()) {
                throw ContainerException.conflict("cannot kill container: "
                        + container.record().name() + ": container " + container.id() + " is not running");
            }
            process = container.requireProcess();
            exit = container.nextExit();
            if (cancelsRestart(container, number)) {
                container.setRestartCancelled(true);
            }
            container.save(state.withManualStop());
        } finally {
            container.lock().unlock();
        }
        if (number == Signals.KILL) {
            forceEnd(container, process, exit);
        } else {
            send(container, process, number);
        }
    }

    /** A container with a stop signal of its own can be sent other signals without giving its policy up. */
    private static boolean cancelsRestart(Container container, int number) throws ContainerException {
        Optional<String> own = container.record().config().stopSignal();
        return own.isEmpty() || number == Signals.KILL || Signals.parse(own.get()) == number;
    }

    /** Kills, and kills all, and waits each time. */
    private void forceEnd(Container container, Supervised process, CompletableFuture<RunState> exit)
            throws IOException, InterruptedException {
        send(container, process, Signals.KILL);
        if (await(exit, AFTER_KILL)) {
            return;
        }
        process.killAll();
        if (!await(exit, AFTER_KILL_ALL)) {
            throw new ContainerException(
                    Kind.SYSTEM,
                    "cannot stop container " + container.record().name() + ": it did not end after SIGKILL; process "
                            + process.pid() + " may hang in the kernel");
        }
    }

    private boolean send(Container container, Supervised process, int number) throws IOException {
        if (!process.signal(number)) {
            return false;
        }
        base.publish(container.record(), "kill", "signal", Integer.toString(number));
        if (container.state().status() == Status.PAUSED) {
            // A frozen process does not take the signal, not even this one on cgroup v1.
            Cgroups.of(base.cgroups(), container.record()).thaw();
        }
        return true;
    }

    /** The caller holds the lock. */
    private static void cancelRestart(Container container) throws IOException {
        container.pendingRestart().ifPresent(Thread::interrupt);
        container.setPendingRestart(null);
        container.save(container.state().withManualStop().with(Status.EXITED));
        container.announceExit();
    }

    private static boolean await(CompletableFuture<RunState> exit, Duration patience) throws InterruptedException {
        try {
            exit.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new AssertionError("the end of a container is never exceptional", e);
        }
    }
}
