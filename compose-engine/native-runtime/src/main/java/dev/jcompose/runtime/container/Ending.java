package dev.jcompose.runtime.container;

import dev.jcompose.runtime.container.RestartPolicy.Mode;
import dev.jcompose.runtime.container.RunState.Status;
import dev.jcompose.runtime.launch.ExitRecord;
import dev.jcompose.runtime.launch.Supervised;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** What follows the end of a container: its state, its network, and whether it is started again or removed. */
final class Ending {
    private final Foundations base;
    private final Connecting networks;
    private final BiConsumer<Container, Duration> restart;
    private final Consumer<Container> remove;

    /**
     * @param restart starts the container again after the wait, on another thread
     * @param remove removes it, on another thread
     */
    Ending(Foundations base, Connecting networks, BiConsumer<Container, Duration> restart, Consumer<Container> remove) {
        this.base = base;
        this.networks = networks;
        this.restart = restart;
        this.remove = remove;
    }

    /** The first process has ended. */
    void ended(Container container, Supervised process, ExitRecord exit) {
        container.lock().lock();
        try {
            if (!container.isRunning(process)) {
                return;
            }
            RunState state = settle(container, exit, process.age());
            if (state.status() == Status.RESTARTING) {
                restart.accept(container, state.restartDelay().orElseThrow());
            } else if (isToBeRemoved(container)) {
                remove.accept(container);
            }
        } catch (IOException e) {
            base.log().accept("end of " + container.record().name() + ": " + e);
        } finally {
            container.lock().unlock();
        }
    }

    /**
     * Brings the state up to date and lets go of what the run needed; the caller holds the lock and does what the state
     * calls for.
     *
     * @param lasted how long the run took
     */
    RunState settle(Container container, ExitRecord exit, Duration lasted) throws IOException {
        RunState before = container.state();
        container.setProcess(null);
        container.healthMonitor().ifPresent(Thread::interrupt);
        container.setHealthMonitor(null);
        networks.release(container);
        MountList.release(base, container.record());

        RestartPolicy policy = container.record().host().restartPolicy();
        boolean stopped =
                container.isRestartCancelled() || (before.manuallyStopped() && policy.mode() == Mode.UNLESS_STOPPED);
        boolean again = !stopped && policy.restarts(exit.code(), before.restartCount());
        Optional<Duration> delay =
                again ? Optional.of(RestartPolicy.delay(before.restartDelay(), lasted)) : Optional.empty();
        RunState after = before.ended(
                again ? Status.RESTARTING : Status.EXITED,
                exit.code(),
                exit.oomKilled(),
                exit.finishedAt(),
                before.restartCount(),
                delay);
        container.save(after);
        if (exit.oomKilled()) {
            base.publish(container.record(), "oom");
        }
        base.publish(container.record(), "die", "exitCode", Integer.toString(exit.code()));
        container.announceExit();
        return after;
    }

    /** A container that could not be started, or ended, is not kept if it was made to go. */
    void removeIfTemporary(Container container) {
        if (isToBeRemoved(container)) {
            remove.accept(container);
        }
    }

    private static boolean isToBeRemoved(Container container) {
        return container.record().host().autoRemove() && !container.isKeptWhenEnded();
    }
}
