package dev.jcompose.runtime.launch;

import dev.jcompose.runtime.cgroup.CgroupLayout;
import dev.jcompose.runtime.cgroup.MigrationWarmer;
import dev.jcompose.runtime.os.Errno;
import dev.jcompose.runtime.os.ErrnoException;
import dev.jcompose.runtime.os.Fd;
import dev.jcompose.runtime.os.UnixListener;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Launches through the native helper: one process per container, which stays as its supervisor. */
public final class HelperLauncher implements Launcher {
    private static final int NAME_LENGTH = 12;

    /** Containers are often started one after another; the next is probably coming. */
    private static final Duration EXPECT_MORE = Duration.ofSeconds(1);

    private final HelperBinary helper;
    private final MigrationWarmer warmer;
    private final AtomicLong execs = new AtomicLong();
    private final Set<SupervisedProcess> watched = ConcurrentHashMap.newKeySet();

    private HelperLauncher(HelperBinary helper, MigrationWarmer warmer) {
        this.helper = helper;
        this.warmer = warmer;
    }

    /**
     * Loads the helper into sealed memory.
     *
     * @throws IOException when this kernel does not let memory be executed
     */
    public static HelperLauncher open() throws IOException {
        return new HelperLauncher(HelperBinary.load(), MigrationWarmer.of(CgroupLayout.detect()));
    }

    @Override
    public void anticipate() {
        warmer.keepWarm(EXPECT_MORE);
    }

    @Override
    public Supervised start(LaunchSpec spec) throws LaunchException, InterruptedException {
        anticipate();
        var record = ContainerRecord.of(spec);
        try {
            StateFiles.prepare(spec);
        } catch (IOException e) {
            throw new LaunchException(
                    "prepare the state directory " + spec.stateDirectory() + ": " + e.getMessage(), e);
        }
        var socket = StateFiles.controlSocket(spec.stateDirectory());
        var cgroup = spec.cgroup();
        var launched = new StateFiles.Launched(spec.id(), "", cgroup.directories(), cgroup.unified());
        try {
            var started = launch(shortName(spec.id()), socket, record, List.of());
            return watch(SupervisedProcess.launched(launched, spec.stateDirectory(), started));
        } catch (LaunchException e) {
            undo(launched, e);
            throw e;
        }
    }

    @Override
    public HeldNamespaces holdNamespaces(Path stateDirectory, IdMap ids) throws LaunchException, InterruptedException {
        return hold(stateDirectory, Optional.empty(), ids);
    }

    @Override
    public HeldNamespaces holdNetwork(Path stateDirectory, UserNamespace user)
            throws LaunchException, InterruptedException {
        return hold(stateDirectory, Optional.of(user.file()), user.ids());
    }

    private HeldNamespaces hold(Path stateDirectory, Optional<Path> user, IdMap ids)
            throws LaunchException, InterruptedException {
        var socket = StateFiles.holderSocket(stateDirectory);
        try {
            Files.deleteIfExists(socket);
            SocketChannel connection;
            HelperBinary.Helper holder;
            // Closed here as soon as the holder has it: what is left of it would answer for one that has died.
            try (var listener = UnixListener.listen(socket)) {
                connection = UnixListener.connect(socket);
                holder = startHolder(listener, user, connection);
            } finally {
                Files.deleteIfExists(socket);
            }
            try (connection) {
                return user.isEmpty()
                        ? HeldNamespaces.of(holder.pid(), connection, ids)
                        : HeldNamespaces.inside(holder.pid(), connection, ids);
            } finally {
                holder.release();
            }
        } catch (ClosedByInterruptException e) {
            throw interrupted("user namespace " + stateDirectory.getFileName());
        } catch (IOException e) {
            throw failed("make a user namespace", e);
        }
    }

    private HelperBinary.Helper startHolder(Fd listener, Optional<Path> user, SocketChannel connection)
            throws IOException {
        try {
            return helper.startHolder(listener, user);
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** A supervisor that could say why it failed has undone everything; one that was killed on the way has not. */
    private static void undo(StateFiles.Launched launched, LaunchException failure) {
        try {
            Leftovers.kill(launched);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public Exec exec(Supervised container, ExecSpec spec) throws LaunchException, InterruptedException {
        if (!(container instanceof SupervisedProcess process)) {
            throw new IllegalArgumentException("not a container of this launcher: " + container);
        }
        var launched = process.launched();
        var record = ProcessRecord.exec(launched.id(), launched.cgroups(), launched.unified(), spec);
        var socket = StateFiles.execSocket(process.stateDirectory(), execs.incrementAndGet());
        Fd pidfd = process.pidfd()
                .orElseThrow(() -> new LaunchException(
                        LaunchException.FAILED,
                        "container " + shortName(launched.id()) + " is not running",
                        Errno.ESRCH));
        var started = launch("exec-" + shortName(launched.id()), socket, record, List.of(pidfd));
        try {
            var stdio = ControlAttachment.open(socket, ControlAttachment.Pace.READER);
            Files.deleteIfExists(socket);
            return new ExecProcess(started, stdio);
        } catch (IOException e) {
            started.connection().close();
            throw new LaunchException("attach to the process in container " + shortName(launched.id()), e);
        }
    }

    @Override
    public Adoption adopt(Path stateDirectory) throws IOException, InterruptedException {
        Optional<ExitRecord> exit = StateFiles.readExit(stateDirectory);
        if (exit.isPresent()) {
            return new Adoption.Exited(exit.get());
        }
        var launched = StateFiles.readLaunched(stateDirectory);
        if (launched.isEmpty()) {
            return new Adoption.NeverStarted();
        }
        Optional<Started> started = reconnect(stateDirectory);
        if (started.isPresent()) {
            return new Adoption.Running(
                    watch(SupervisedProcess.adopted(launched.get(), stateDirectory, started.get())));
        }
        // It may have ended between the first look and the attempt to connect.
        exit = StateFiles.readExit(stateDirectory);
        if (exit.isPresent()) {
            return new Adoption.Exited(exit.get());
        }
        if (StateFiles.isFromThisBoot(launched.get())) {
            Leftovers.kill(launched.get());
        }
        return new Adoption.Lost();
    }

    @Override
    public void close() {
        watched.forEach(SupervisedProcess::letGo);
        helper.close();
    }

    private Supervised watch(SupervisedProcess process) {
        watched.add(process);
        var _ = process.onExit().whenComplete((exit, failure) -> watched.remove(process));
        process.watch();
        return process;
    }

    private Started launch(String name, Path socket, LaunchRecord record, List<Fd> more)
            throws LaunchException, InterruptedException {
        ControlConnection connection;
        try (var listener = UnixListener.listen(socket)) {
            // Before there is a helper: it must never wait for a connection that will not come.
            connection = ControlConnection.open(socket);
            spawn(name, listener, more, connection);
        } catch (ClosedByInterruptException e) {
            remove(socket);
            throw interrupted(name);
        } catch (IOException e) {
            remove(socket);
            throw failed("start the supervisor of " + name, e);
        }
        try {
            connection.send(Frame.LAUNCH, ByteBuffer.wrap(record.toBytes()));
            var answer = connection.receive();
            if (answer.isPresent() && answer.get().type() == Frame.STARTED) {
                return Started.of(answer.get(), connection);
            }
            connection.close();
            Files.deleteIfExists(socket);
            throw refused(name, record, answer);
        } catch (ClosedByInterruptException e) {
            connection.close();
            throw interrupted(name);
        } catch (LaunchException e) {
            throw e;
        } catch (IOException e) {
            connection.close();
            throw failed("talk to the supervisor of " + name, e);
        }
    }

    private void spawn(String name, Fd listener, List<Fd> more, ControlConnection connection) throws IOException {
        var descriptors = new ArrayList<Fd>();
        descriptors.add(listener);
        descriptors.addAll(more);
        try {
            helper.start(name, descriptors);
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Nobody listens on it any more. The next start of the container does not mind one that cannot be removed. */
    private static void remove(Path socket) {
        try {
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            System.getLogger(HelperLauncher.class.getName())
                    .log(System.Logger.Level.WARNING, "the socket " + socket + " of a helper is left", e);
        }
    }

    /** The helper notices that nobody waits any more, and undoes what it has done. */
    private static InterruptedException interrupted(String name) {
        var _ = Thread.interrupted();
        return new InterruptedException("interrupted while " + name + " was being started");
    }

    private static LaunchException failed(String operation, IOException cause) {
        return cause instanceof ErrnoException errno
                ? new LaunchException(
                        LaunchException.FAILED,
                        operation + ": " + LaunchFailures.withCause(errno.errno(), String.valueOf(errno.getMessage())),
                        errno.errno())
                : new LaunchException(operation + ": " + cause.getMessage(), cause);
    }

    private static LaunchException refused(String name, LaunchRecord record, Optional<Frame> answer) {
        if (answer.isEmpty() || answer.get().type() != Frame.FAILED) {
            return new LaunchException(
                    LaunchException.FAILED, "the supervisor of " + name + " ended while starting it", 0);
        }
        var payload = answer.get().payload();
        var operation = record.operation(payload.getInt());
        int errno = payload.getInt();
        var text = StandardCharsets.UTF_8.decode(payload).toString();
        return LaunchFailures.explain(operation, errno, text);
    }

    private static Optional<Started> reconnect(Path stateDirectory) throws IOException {
        ControlConnection connection;
        try {
            connection = ControlConnection.open(StateFiles.controlSocket(stateDirectory));
        } catch (SocketException e) {
            // Nobody listens, or there is no socket: both come as this.
            return Optional.empty();
        }
        try {
            connection.send(Frame.WATCH, ByteBuffer.allocate(0));
            var answer = connection.receive();
            if (answer.isPresent() && answer.get().type() == Frame.STARTED) {
                return Optional.of(Started.of(answer.get(), connection));
            }
        } catch (IOException e) {
            // The supervisor was on its way out: its record tells the rest.
            connection.close();
            return Optional.empty();
        }
        connection.close();
        return Optional.empty();
    }

    private static String shortName(String id) {
        return id.substring(0, Math.min(NAME_LENGTH, id.length()));
    }
}
