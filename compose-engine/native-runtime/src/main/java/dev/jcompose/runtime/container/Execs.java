package dev.jcompose.runtime.container;

import dev.jcompose.runtime.container.ContainerException.Kind;
import dev.jcompose.runtime.container.RunState.Status;
import dev.jcompose.runtime.launch.Exec;
import dev.jcompose.runtime.launch.ExecSpec;
import dev.jcompose.runtime.launch.IdMap;
import dev.jcompose.runtime.launch.LaunchException;
import dev.jcompose.runtime.launch.Stdio;
import dev.jcompose.runtime.launch.Supervised;
import dev.jcompose.runtime.launch.WindowSize;
import dev.jcompose.runtime.os.Errno;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Runs further commands in running containers. */
final class Execs {
    /** How long the exit code of an ended one can be asked for. */
    private static final Duration REMEMBERED = Duration.ofMinutes(5);

    private final Foundations base;
    private final Map<String, ExecSession> byId = new ConcurrentHashMap<>();

    Execs(Foundations base) {
        this.base = base;
    }

    /** @throws ContainerException CONFLICT when the container does not run or is paused, INVALID without a command */
    ExecSession create(Container container, ExecRequest request) throws IOException {
        requireRunning(container);
        if (request.command().isEmpty()) {
            throw ContainerException.invalid("No exec command specified");
        }
        var session = new ExecSession(ContainerIndex.newId(), container, request);
        byId.put(session.id(), session);
        container.execs().put(session.id(), session);
        publish(session, "exec_create: " + String.join(" ", request.command()));
        return session;
    }

    /** @throws ContainerException NOT_FOUND */
    ExecSession get(String id) throws ContainerException {
        ExecSession session = byId.get(id);
        if (session == null) {
            throw new ContainerException(Kind.NOT_FOUND, "No such exec instance: " + id);
        }
        return session;
    }

    /**
     * Starts the command; the caller reads its output or closes it.
     *
     * @param size of the terminal; unknown = as it was created
     * @throws ContainerException CONFLICT when it was started before, CANNOT_START with the reason
     */
    Exec start(ExecSession session, WindowSize size) throws IOException, InterruptedException {
        synchronizedStart(session);
        ExecRequest request = session.request();
        Container container = session.container();
        try {
            Supervised process = requireRunning(container);
            var spec = new ProcessPlan(container.record()).additional(request, RootView.ofProcess(process.pid()));
            if (!RootView.hasDirectory(process.pid(), spec.workingDirectory())) {
                // For the first process a missing one is made, for others not.
                throw new LaunchException(
                        LaunchException.NOT_FOUND,
                        "chdir to cwd (\"" + spec.workingDirectory()
                                + "\") set in config.json failed: no such file or directory",
                        Errno.ENOENT);
            }
            Stdio.Input input = request.attachStdin() ? Stdio.Input.OPEN : Stdio.Input.NONE;
            WindowSize window = size.equals(WindowSize.UNKNOWN) ? request.size() : size;
            Stdio stdio = request.tty() ? new Stdio.Terminal(input, window) : new Stdio.Pipes(input);
            Exec exec = base.launcher().exec(process, new ExecSpec(spec, stdio, IdMap.ofProcess(process.pid())));
            session.set(new ExecSession.State.Running(exec));
            publish(session, "exec_start: " + String.join(" ", request.command()));
            var _ = exec.onExit().thenAccept(exit -> ended(session, exit.code(), exec.pid()));
            return exec;
        } catch (LaunchException e) {
            ended(session, e.exitCode(), 0);
            throw new ContainerException(
                    Kind.CANNOT_START,
                    "OCI runtime exec failed: exec failed: unable to start container process: " + e.getMessage()
                            + ": unknown",
                    e);
        } catch (IOException | RuntimeException | InterruptedException e) {
            ended(session, LaunchException.NOT_EXECUTABLE, 0);
            throw e;
        }
    }

    private static void synchronizedStart(ExecSession session) throws ContainerException {
        session.container().lock().lock();
        try {
            switch (session.state()) {
                case ExecSession.State.Created created -> session.set(new ExecSession.State.Ended(0, 0));
                case ExecSession.State.Running running ->
                    throw ContainerException.conflict("Error: Exec command " + session.id() + " is already running");
                case ExecSession.State.Ended ended ->
                    throw ContainerException.conflict("Error: Exec command " + session.id() + " has already run");
            }
        } finally {
            session.container().lock().unlock();
        }
    }

    private void ended(ExecSession session, int exitCode, int pid) {
        session.set(new ExecSession.State.Ended(exitCode, pid));
        session.announceEnd();
        var attributes =
                new TreeMap<String, String>(session.container().record().eventAttributes());
        attributes.put("execID", session.id());
        attributes.put("exitCode", Integer.toString(exitCode));
        base.events()
                .publish(new Event(
                        "container",
                        "exec_die",
                        session.container().id(),
                        attributes,
                        base.clock().instant()));
        // By its id: the clock must not hold a container that has long been removed.
        String id = session.id();
        CompletableFuture.delayedExecutor(
                        REMEMBERED.toMillis(),
                        TimeUnit.MILLISECONDS,
                        command -> Thread.ofVirtual().start(command))
                .execute(() -> forget(id));
    }

    private void forget(String id) {
        ExecSession session = byId.remove(id);
        if (session != null) {
            session.container().execs().remove(id);
        }
    }

    /** The container is gone, and with it what ran in it. */
    void forgetAll(Container container) {
        container.execs().keySet().forEach(byId::remove);
        container.execs().clear();
    }

    private void publish(ExecSession session, String action) {
        base.publish(session.container().record(), action, "execID", session.id());
    }

    private static Supervised requireRunning(Container container) throws ContainerException {
        RunState state = container.state();
        if (state.status() == Status.RESTARTING) {
            throw ContainerException.conflict(
                    "Container " + container.id() + " is restarting, wait until the container is running");
        }
        if (!state.hasProcess()) {
            throw ContainerException.conflict("container " + container.id() + " is not running");
        }
        if (state.status() == Status.PAUSED) {
            throw ContainerException.conflict(
                    "Container " + container.record().name() + " is paused, unpause the container before exec");
        }
        return container.requireProcess();
    }
}
