package dev.jcompose.engine.docker.endpoint;

import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.EngineException.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The native engine's daemon as its clients see it: a socket, a process and a log.
 *
 * <p>The daemon's side of the agreement: it writes its process number to {@link NativeRoot#pidFile()}, listens on
 * {@link NativeRoot#socket()}, and then prints the one line {@value #READY} on standard output. Its log goes to standard
 * error. SIGTERM ends it in good order.
 */
public final class NativeDaemon {
    /** What the daemon prints once its socket accepts connections. */
    public static final String READY = "ready";

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final int CAUSE_LINES = 20;
    private static final List<Path> SETSID = List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

    private static final List<String> DEAF = List.of("/bin/sh", "-c", "trap '' INT QUIT HUP; exec \"$@\"", "sh");

    /** File locks belong to the process: threads of one JVM must agree among themselves first. */
    private static final ReentrantLock STARTING = new ReentrantLock();

    private final NativeRoot root;
    private final DaemonCommand command;

    public NativeDaemon(NativeRoot root, DaemonCommand command) {
        this.root = root;
        this.command = command;
    }

    public NativeRoot root() {
        return root;
    }

    /** Whether somebody listens on the socket. */
    public boolean isRunning() throws EngineException, InterruptedException {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(root.socket()));
        } catch (ClosedByInterruptException e) {
            throw interrupted(e);
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("Permission denied")) {
                throw failed(
                        Kind.UNAUTHORIZED, "the socket " + root.socket() + " belongs to another user" + elsewhere(), e);
            }
            return false;
        }
    }

    /** The daemon's process number, if it runs and has said it. */
    public OptionalLong pid() throws EngineException, InterruptedException {
        if (!isRunning()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(
                    Long.parseLong(Files.readString(root.pidFile()).strip()));
        } catch (NoSuchFileException | NumberFormatException e) {
            return OptionalLong.empty();
        } catch (IOException e) {
            throw failed(Kind.OTHER, "its process number cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Returns once the daemon listens, having started it if need be. Of several clients that find it missing at the same
     * time, one starts it and the others wait.
     *
     * @return whether this call started it
     * @throws EngineException {@code UNAVAILABLE} when it did not come up, with the end of its log
     */
    public Start ensureRunning() throws EngineException, InterruptedException {
        if (isRunning()) {
            return Start.WAS_RUNNING;
        }
        requireRoot();
        STARTING.lockInterruptibly();
        try {
            createPrivately(root.runFolder());
            createPrivately(root.logFolder());
            try (var file = FileChannel.open(root.startLock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var lock = file.lock()) {
                if (lock.isValid() && isRunning()) {
                    return Start.WAS_RUNNING;
                }
                launch();
                return Start.STARTED;
            }
        } catch (FileLockInterruptionException | ClosedByInterruptException e) {
            throw interrupted(e);
        } catch (IOException e) {
            throw failed(Kind.UNAVAILABLE, "cannot start it under " + root.folder() + ": " + e, e);
        } finally {
            STARTING.unlock();
        }
    }

    /** Whether {@link #ensureRunning()} found it or made it. */
    public enum Start {
        WAS_RUNNING,
        STARTED
    }

    /**
     * Asks the daemon to end and waits for that; its containers go on.
     *
     * @return whether there was one
     * @throws EngineException {@code UNAVAILABLE} when it did not end within the limit
     */
    public Stop stop(Duration limit) throws EngineException, InterruptedException {
        var pid = pid();
        if (pid.isEmpty()) {
            return Stop.WAS_NOT_RUNNING;
        }
        var process = ProcessHandle.of(pid.getAsLong());
        if (process.isEmpty()) {
            return Stop.WAS_NOT_RUNNING;
        }
        process.get().destroy();
        try {
            process.get().onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return Stop.STOPPED;
        } catch (TimeoutException e) {
            throw failed(
                    Kind.UNAVAILABLE,
                    "process " + pid.getAsLong() + " did not end within " + limit.toSeconds() + " s; see " + root.log(),
                    e);
        } catch (ExecutionException e) {
            throw new AssertionError("onExit never fails", e);
        }
    }

    /** Whether {@link #stop} found anything to end. */
    public enum Stop {
        STOPPED,
        WAS_NOT_RUNNING
    }

    private void launch() throws IOException, EngineException, InterruptedException {
        long logBefore = Files.exists(root.log()) ? Files.size(root.log()) : 0;
        var words = new ArrayList<String>();
        // The terminal's Ctrl-C and hang-up are meant for the client: a session of its own keeps them from the daemon,
        // and
        // where there is no setsid(1) a JVM respects signals that it finds ignored.
        SETSID.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .ifPresentOrElse(setsid -> words.add(setsid.toString()), () -> words.addAll(DEAF));
        words.addAll(command.words());
        words.addAll(List.of("--root", root.folder().toString()));
        var builder = new ProcessBuilder(words)
                .directory(Path.of("/").toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(root.log().toFile()));
        builder.environment().clear();
        builder.environment().putAll(command.environment());
        var process = builder.start();
        var ready = new CompletableFuture<Boolean>();
        Thread.ofVirtual().name("engine-start").start(() -> ready.complete(becomesReady(process)));
        try {
            if (!ready.get(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw ended(process, logBefore);
            }
        } catch (TimeoutException e) {
            process.destroyForcibly();
            throw failed(
                    Kind.UNAVAILABLE,
                    "it was not ready within " + START_LIMIT.toSeconds() + " s" + cause(logBefore),
                    e);
        } catch (ExecutionException e) {
            throw new AssertionError("becomesReady never throws", e);
        }
    }

    /** Reads standard output up to the line of readiness; the end of the stream means that the daemon ended. */
    private static boolean becomesReady(Process process) {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.strip().equals(READY)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    private EngineException ended(Process process, long logBefore) throws InterruptedException {
        String how = process.waitFor(5, TimeUnit.SECONDS)
                ? "it ended with exit code " + process.exitValue() + " before it was ready"
                : "it closed its standard output before it was ready";
        return failed(Kind.UNAVAILABLE, how + cause(logBefore), null);
    }

    private String cause(long logBefore) {
        String tail = new NativeLog(root.log()).tail(CAUSE_LINES, logBefore);
        return tail.isEmpty() ? "; it left no word in " + root.log() : ":\n" + tail + "\n(from " + root.log() + ")";
    }

    private void requireRoot() throws EngineException {
        int user;
        try {
            user = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException | UnsupportedOperationException e) {
            throw failed(Kind.UNSUPPORTED, "it needs Linux" + elsewhere(), e);
        }
        if (user != 0) {
            throw failed(Kind.UNSUPPORTED, "it needs root at present: run this command as root" + elsewhere(), null);
        }
    }

    private static String elsewhere() {
        return ", or use a Docker engine with --backend docker, -H or DOCKER_HOST";
    }

    private static void createPrivately(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }

    private static InterruptedException interrupted(Exception cause) {
        var interrupted = new InterruptedException("interrupted while the native engine was awaited");
        interrupted.initCause(cause);
        Thread.interrupted();
        return interrupted;
    }

    private static EngineException failed(
            Kind kind, String reason, @org.jspecify.annotations.Nullable Throwable cause) {
        return new EngineException(kind, "start the native engine", "", reason, cause);
    }
}
