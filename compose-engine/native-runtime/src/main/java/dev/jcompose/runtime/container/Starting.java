package dev.jcompose.runtime.container;

import dev.jcompose.runtime.container.ContainerException.Kind;
import dev.jcompose.runtime.container.RunState.Status;
import dev.jcompose.runtime.launch.Attachment;
import dev.jcompose.runtime.launch.HeldNamespaces;
import dev.jcompose.runtime.launch.LaunchException;
import dev.jcompose.runtime.launch.LaunchSpec;
import dev.jcompose.runtime.launch.Supervised;
import dev.jcompose.runtime.network.NetworkException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Starts containers. */
final class Starting {
    private static final int FAILED = 128;

    private final Foundations base;
    private final LaunchPlan plan;
    private final UserNamespaces users;
    private final Connecting networks;
    private final Ending ending;
    private final HealthChecks health;

    Starting(Foundations base, ContainerIndex index, Connecting networks, Ending ending, HealthChecks health) {
        this.base = base;
        this.plan = new LaunchPlan(base, index);
        this.users = new UserNamespaces(base, index);
        this.networks = networks;
        this.ending = ending;
        this.health = health;
    }

    /**
     * Starts on somebody's word; the count of restarts begins anew.
     *
     * @throws ContainerException NOT_MODIFIED when it runs, CONFLICT when it is paused or being removed, CANNOT_START with
     *     the reason
     */
    void start(Container container) throws IOException, InterruptedException {
        container.lock().lockInterruptibly();
        try {
            switch (container.state().status()) {
                case RUNNING -> throw new ContainerException(Kind.NOT_MODIFIED, "container is already running");
                case PAUSED ->
                    throw ContainerException.conflict("cannot start a paused container, try unpause instead");
                case REMOVING, DEAD ->
                    throw ContainerException.conflict("container is marked for removal and cannot be started");
                case RESTARTING -> container.pendingRestart().ifPresent(Thread::interrupt);
                case CREATED, EXITED -> {}
            }
            launch(container, 0, Optional.empty());
        } finally {
            container.lock().unlock();
        }
        networks.announceAddress(container);
    }

    /**
     * Starts because the policy says so; a container that somebody stopped meanwhile stays as it is.
     *
     * @param delay the wait that went before; empty when the machine has booted, and restarts are counted anew
     */
    void restart(Container container, Optional<Duration> delay) throws IOException, InterruptedException {
        container.lock().lockInterruptibly();
        try {
            if (container.state().status() == Status.RESTARTING) {
                container.setPendingRestart(null);
                int restarts = delay.isPresent() ? container.state().restartCount() + 1 : 0;
                launch(container, restarts, delay);
            }
        } finally {
            container.lock().unlock();
        }
        networks.announceAddress(container);
    }

    private void launch(Container container, int restarts, Optional<Duration> delay)
            throws IOException, InterruptedException {
        base.launcher().anticipate();
        List<CompletableFuture<Attachment>> waiting = container.waitingToAttach();
        Supervised process;
        try {
            process = launch(container, waiting.isEmpty() ? LaunchSpec.Output.FROM_ATTACHING : LaunchSpec.Output.WHOLE);
        } catch (LaunchException e) {
            failed(container, e.exitCode(), String.valueOf(e.getMessage()));
            throw new ContainerException(
                    Kind.CANNOT_START, "failed to create task for container: " + e.getMessage(), e);
        } catch (NetworkException e) {
            failed(container, FAILED, String.valueOf(e.getMessage()));
            throw networkFailure(e);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            failed(container, FAILED, String.valueOf(e.getMessage()));
            throw e;
        } catch (InterruptedException e) {
            failed(container, FAILED, "the start was interrupted");
            throw e;
        }
        container.setRestartCancelled(false);
        begin(container, process, restarts, delay);
        base.publish(container.record(), "start");
        for (CompletableFuture<Attachment> attach : List.copyOf(waiting)) {
            Attachment attachment = process.attach();
            if (!attach.complete(attachment)) {
                attachment.close();
            }
        }
        waiting.clear();
    }

    private Supervised launch(Container container, LaunchSpec.Output output)
            throws IOException, NetworkException, InterruptedException {
        Optional<HeldNamespaces> held = users.hold(container);
        try {
            Connecting.Network network = networks.prepare(container, held);
            return base.launcher()
                    .start(plan.spec(
                            container, network.namespace(), held.map(HeldNamespaces::user), network.etc(), output));
        } finally {
            held.ifPresent(HeldNamespaces::close);
        }
    }

    /** Takes over a process that runs: one just started, or one that an earlier daemon left. */
    private void begin(Container container, Supervised process, int restarts, Optional<Duration> delay)
            throws IOException {
        Optional<HealthConfig> probes =
                container.record().config().healthcheck().filter(HealthConfig::isEnabled);
        container.save(container
                .state()
                .started(process.pid(), process.startedAt(), probes.map(config -> Health.STARTING), restarts, delay));
        attend(container, process);
    }

    /** Watches the end and the health of a process whose state is saved. */
    void attend(Container container, Supervised process) {
        container.setProcess(process);
        var _ = process.onExit()
                .thenAccept(exit -> Thread.ofVirtual()
                        .name("ended-" + container.record().shortId())
                        .start(() -> ending.ended(container, process, exit)));
        container
                .record()
                .config()
                .healthcheck()
                .filter(HealthConfig::isEnabled)
                .ifPresent(config -> health.watch(container, process, config));
    }

    private void failed(Container container, int exitCode, String message) {
        container
                .waitingToAttach()
                .forEach(attach -> attach.completeExceptionally(
                        ContainerException.conflict("the container did not start: " + message)));
        container.waitingToAttach().clear();
        networks.release(container);
        try {
            MountList.release(base, container.record());
            Status before = container.state().status();
            Status after = before == Status.CREATED ? Status.CREATED : Status.EXITED;
            container.save(container
                    .state()
                    .failedToStart(after, exitCode, message, base.clock().instant()));
        } catch (IOException e) {
            base.log().accept("start of " + container.record().name() + ": cleaning up: " + e);
        }
        container.announceExit();
        ending.removeIfTemporary(container);
    }

    private static ContainerException networkFailure(NetworkException e) {
        Kind kind = switch (e.kind()) {
            case NOT_FOUND -> Kind.NOT_FOUND;
            case INVALID -> Kind.INVALID;
            case CONFLICT, FORBIDDEN -> Kind.CONFLICT;
            case PORT_ALLOCATED, SYSTEM -> Kind.SYSTEM;
        };
        String message = String.valueOf(e.getMessage());
        return new ContainerException(kind, "failed to set up container networking: " + message, e);
    }
}
