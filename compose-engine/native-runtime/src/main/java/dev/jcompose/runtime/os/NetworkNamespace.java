package dev.jcompose.runtime.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A network namespace held open by a descriptor. Namespaces belong to threads: work inside one runs on a platform thread made
 * for it, which ends afterwards, so that no other work can ever land in the wrong namespace.
 */
public final class NetworkNamespace implements AutoCloseable {
    private static final int CLONE_NEWNET = 0x40000000;
    private static final MethodHandle UNSHARE = Libc.function("unshare", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle SETNS =
            Libc.function("setns", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));

    static {
        openSharedDescriptors();
    }

    private final Fd fd;

    private NetworkNamespace(Fd fd) {
        this.fd = fd;
    }

    /** What to do inside a namespace. */
    @FunctionalInterface
    public interface Work<T> {
        /** Runs on the thread in the namespace; sockets that it opens stay there, whoever uses them later. */
        T run() throws IOException;
    }

    /** A namespace just made, and what the first work in it returned. */
    public record Created<T>(NetworkNamespace namespace, T result) {}

    /**
     * Makes a namespace, whose only device is a loopback device that is down, and runs the first work in it.
     *
     * @throws IOException as unshare(2), or from the work: then the namespace is gone again
     */
    public static <T> Created<T> create(Work<T> first) throws IOException {
        return onOwnThread("netns-create", () -> {
            unshare();
            var namespace =
                    new NetworkNamespace(FileCalls.open(Path.of("/proc/thread-self/ns/net"), FileCalls.O_RDONLY, 0));
            try {
                return new Created<>(namespace, first.run());
            } catch (IOException | RuntimeException | Error e) {
                namespace.close();
                throw e;
            }
        });
    }

    /**
     * Opens the namespace of a process.
     *
     * @throws ErrnoException ENOENT when there is no such process
     */
    public static NetworkNamespace ofProcess(long pid) throws ErrnoException {
        return new NetworkNamespace(FileCalls.open(Path.of("/proc/" + pid + "/ns/net"), FileCalls.O_RDONLY, 0));
    }

    /** Opens the namespace that this process runs in. */
    public static NetworkNamespace ofHost() throws ErrnoException {
        return new NetworkNamespace(FileCalls.open(Path.of("/proc/self/ns/net"), FileCalls.O_RDONLY, 0));
    }

    /**
     * Has the channels of the JDK open, in the namespace of the process, the socket that they share for ever. The first channel
     * opens it; were that one opened by work inside another namespace, this one could never end.
     */
    private static void openSharedDescriptors() {
        try {
            SocketChannel.open().close();
        } catch (IOException e) {
            throw new UncheckedIOException("no socket can be opened", e);
        }
    }

    public Fd fd() {
        return fd;
    }

    /** Runs work inside the namespace and waits for it. */
    public <T> T call(Work<T> work) throws IOException {
        return onOwnThread("netns-work", () -> {
            enter(fd);
            return work.run();
        });
    }

    private static <T> T onOwnThread(String name, Work<T> work) throws IOException {
        var task = new FutureTask<>(work::run);
        NativeThread.start(name, task);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    // The work is a few short kernel calls; half of it would be worse than a late answer.
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException io -> throw io;
                case RuntimeException unchecked -> throw unchecked;
                case Error error -> throw error;
                case null, default -> throw new UncheckedIOException(new IOException(e));
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void unshare() throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.STATE);
            if ((int) UNSHARE.invokeExact(state, CLONE_NEWNET) < 0) {
                throw Libc.failure("unshare network namespace", state);
            }
        } catch (Throwable e) {
            throw Libc.rethrow(e);
        }
    }

    private static void enter(Fd namespace) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.STATE);
            if ((int) SETNS.invokeExact(state, namespace.number(), CLONE_NEWNET) < 0) {
                throw Libc.failure("setns network namespace", state);
            }
        } catch (Throwable e) {
            throw Libc.rethrow(e);
        }
    }

    @Override
    public void close() {
        fd.close();
    }
}
