package dev.jcompose.runtime.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Listening unix sockets as descriptors, to be handed to another process, and connections to sockets whose path is longer
 * than an address holds. See unix(7).
 */
public final class UnixListener {
    private static final short AF_UNIX = 1;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int PATH_OFFSET = 2;
    /** What the JDK takes; an address itself has room for one byte more. */
    private static final int PATH_MAX = 106;

    private static final int BACKLOG = 64;

    private static final MethodHandle SOCKET =
            Libc.function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle BIND =
            Libc.function("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle LISTEN =
            Libc.function("listen", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle FCHMOD =
            Libc.function("fchmod", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));

    private UnixListener() {}

    /**
     * Makes a listening stream socket of mode 0600; nobody else can reach it even while it is being made.
     *
     * @param path absolute; its directory's may be of any length, the file's own name of some 80 bytes
     * @throws ErrnoException EADDRINUSE when the path exists
     */
    public static Fd listen(Path path) throws ErrnoException {
        Fd socket = socket();
        try (var directory = longPath(path)) {
            call("fchmod", FCHMOD, socket, 0600);
            bind(socket, shortened(path, directory));
            call("listen", LISTEN, socket, BACKLOG);
            return socket;
        } catch (ErrnoException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** Connects to a stream socket; as long a path as for {@link #listen}. */
    public static SocketChannel connect(Path path) throws IOException {
        try (var directory = longPath(path)) {
            return SocketChannel.open(UnixDomainSocketAddress.of(shortened(path, directory)));
        }
    }

    /** Holds the directory of a path that is too long, so that it can be named by its descriptor. */
    private record Directory(Optional<Fd> fd) implements AutoCloseable {
        @Override
        public void close() {
            fd.ifPresent(Fd::close);
        }
    }

    private static Directory longPath(Path path) throws ErrnoException {
        if (path.toString().getBytes(StandardCharsets.UTF_8).length <= PATH_MAX) {
            return new Directory(Optional.empty());
        }
        Path parent = path.toAbsolutePath().resolveSibling("");
        return new Directory(Optional.of(FileCalls.open(parent, FileCalls.O_PATH | FileCalls.O_DIRECTORY, 0)));
    }

    private static String shortened(Path path, Directory directory) {
        return directory
                .fd()
                .map(fd -> fd.path().resolve(path.getFileName()).toString())
                .orElseGet(path::toString);
    }

    private static Fd socket() throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.STATE);
            int fd = (int) SOCKET.invokeExact(state, (int) AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
            if (fd < 0) {
                throw Libc.failure("socket", state);
            }
            return Fd.owning(fd);
        } catch (Throwable e) {
            throw Libc.rethrow(e);
        }
    }

    private static void bind(Fd socket, String path) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.STATE);
            byte[] name = path.getBytes(StandardCharsets.UTF_8);
            var address = arena.allocate(PATH_OFFSET + name.length + 1);
            address.set(JAVA_SHORT, 0, AF_UNIX);
            MemorySegment.copy(name, 0, address, JAVA_BYTE, PATH_OFFSET, name.length);
            if ((int) BIND.invokeExact(state, socket.number(), address, (int) address.byteSize()) < 0) {
                throw Libc.failure("bind '" + path + "'", state);
            }
        } catch (Throwable e) {
            throw Libc.rethrow(e);
        }
    }

    private static void call(String name, MethodHandle handle, Fd socket, int argument) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.STATE);
            if ((int) handle.invokeExact(state, socket.number(), argument) < 0) {
                throw Libc.failure(name, state);
            }
        } catch (Throwable e) {
            throw Libc.rethrow(e);
        }
    }
}
