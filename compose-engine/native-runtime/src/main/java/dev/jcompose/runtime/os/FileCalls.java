package dev.jcompose.runtime.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Opening and closing files by descriptor, and safe path resolution beneath a directory. */
public final class FileCalls {
    public static final int O_RDONLY = 0;
    public static final int O_WRONLY = 1;
    public static final int O_RDWR = 2;
    public static final int O_CREAT = 0x40;
    public static final int O_EXCL = 0x80;
    public static final int O_NOCTTY = 0x100;
    public static final int O_TRUNC = 0x200;
    public static final int O_APPEND = 0x400;
    public static final int O_NONBLOCK = 0x800;
    /** Differs between the architectures, as O_NOFOLLOW does. */
    public static final int O_DIRECTORY = isArm() ? 0x4000 : 0x10000;

    public static final int O_NOFOLLOW = isArm() ? 0x8000 : 0x20000;
    public static final int O_CLOEXEC = 0x80000;
    public static final int O_PATH = 0x200000;

    /** Stands for the working directory where a directory descriptor is expected. */
    public static final int AT_FDCWD = -100;

    /** openat2: symbolic links of /proc (fd, exe, cwd, root) do not resolve. */
    public static final long RESOLVE_NO_MAGICLINKS = 0x02;
    /** openat2: no symbolic links at all, in no component. */
    public static final long RESOLVE_NO_SYMLINKS = 0x04;
    /** openat2: leaving the directory is an error. */
    public static final long RESOLVE_BENEATH = 0x08;
    /** openat2: the directory is the root, for absolute links and {@code ..} too. */
    public static final long RESOLVE_IN_ROOT = 0x10;

    private static final long SYS_OPENAT2 = 437;

    private static final MethodHandle OPENAT =
            Libc.variadic("openat", 3, FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final MethodHandle SYSCALL4 = Libc.syscall(4);
    private static final MethodHandle CLOSE = Libc.function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle FCNTL =
            Libc.variadic("fcntl", 2, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle READ =
            Libc.function("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle WRITE =
            Libc.function("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));

    private FileCalls() {}

    private static boolean isArm() {
        return System.getProperty("os.arch", "").equals("aarch64");
    }

    /**
     * Opens a file close-on-exec.
     *
     * @param flags {@code O_} constants; O_CLOEXEC is added
     * @param mode permission bits of a file that is created, before the umask
     * @throws ErrnoException as open(2)
     */
    public static Fd open(Path path, int flags, int mode) throws ErrnoException {
        return Fd.owning(openat(AT_FDCWD, path.toString(), flags, mode));
    }

    /** As {@link #open}, for a path relative to the directory. */
    public static Fd open(Fd directory, String path, int flags, int mode) throws ErrnoException {
        return Fd.owning(openat(directory.number(), path, flags, mode));
    }

    /**
     * Opens a file by openat2(2), Linux 5.6, under the given rules of resolution.
     *
     * @param resolve {@code RESOLVE_} constants, ORed
     * @throws ErrnoException as open(2); EXDEV for a path that leaves the directory, ELOOP for a forbidden link
     */
    public static Fd open(Fd directory, String path, int flags, int mode, long resolve) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.STATE);
            var how = arena.allocate(JAVA_LONG, 3);
            how.setAtIndex(JAVA_LONG, 0, flags | O_CLOEXEC);
            how.setAtIndex(JAVA_LONG, 1, (flags & O_CREAT) != 0 ? mode : 0);
            how.setAtIndex(JAVA_LONG, 2, resolve);
            var name = Libc.string(arena, path);
            long fd = (long) SYSCALL4.invokeExact(
                    state, SYS_OPENAT2, (long) directory.number(), name.address(), how.address(), how.byteSize());
            if (fd < 0) {
                throw Libc.failure("openat2 '" + path + "'", state);
            }
            return Fd.owning((int) fd);
        } catch (Throwable e) {
            throw Libc.rethrow(e);
        }
    }

    /** Makes a second descriptor for the same open file description, close-on-exec. */
    public static Fd duplicate(Fd fd) throws ErrnoException {
        final int dupfdCloexec = 1030;
        return Fd.owning(fcntl(fd, dupfdCloexec, 0));
    }

    /**
     * Performs fcntl(2) with an integer argument.
     *
     * @return the call's result, which depends on the command
     */
    public static int fcntl(Fd fd, int command, long argument) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.STATE);
            int result = (int) FCNTL.invokeExact(state, fd.number(), command, argument);
            if (result < 0) {
                throw Libc.failure("fcntl " + command, state);
            }
            return result;
        } catch (Throwable e) {
            throw Libc.rethrow(e);
        }
    }

    /**
     * Reads once into the buffer. Pins the thread: only for files that do not make their reader wait.
     *
     * @return the number of bytes read, -1 at the end of the file
     */
    public static int read(Fd fd, ByteBuffer buffer) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.STATE);
            var bytes = arena.allocate(Math.max(1, buffer.remaining()));
            long count = (long) READ.invokeExact(state, fd.number(), bytes, (long) buffer.remaining());
            if (count < 0) {
                throw Libc.failure("read", state);
            }
            buffer.put(bytes.asSlice(0, count).asByteBuffer());
            return count == 0 ? -1 : (int) count;
        } catch (Throwable e) {
            throw Libc.rethrow(e);
        }
    }

    /** Writes all bytes. Pins the thread: only for files that do not make their writer wait. */
    public static void write(Fd fd, byte[] content) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.STATE);
            var bytes = arena.allocate(Math.max(1, content.length));
            MemorySegment.copy(content, 0, bytes, JAVA_BYTE, 0, content.length);
            long done = 0;
            while (done < content.length) {
                var rest = bytes.asSlice(done);
                long count = (long) WRITE.invokeExact(state, fd.number(), rest, content.length - done);
                if (count < 0 && Libc.errno(state) != Errno.EINTR) {
                    throw Libc.failure("write", state);
                }
                done += Math.max(0, count);
            }
        } catch (Throwable e) {
            throw Libc.rethrow(e);
        }
    }

    static int openat(int directory, String path, int flags, int mode) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.STATE);
            int fd = (int) OPENAT.invokeExact(state, directory, Libc.string(arena, path), flags | O_CLOEXEC, mode);
            if (fd < 0) {
                throw Libc.failure("openat '" + path + "'", state);
            }
            return fd;
        } catch (Throwable e) {
            throw Libc.rethrow(e);
        }
    }

    /** Closes a descriptor number; the number is free afterwards whatever close(2) answers. */
    static void close(int fd) {
        try (var arena = Arena.ofConfined()) {
            int _ = (int) CLOSE.invokeExact(arena.allocate(Libc.STATE), fd);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
