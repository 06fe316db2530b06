package dev.jcompose.runtime.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;

/**
 * Owner, mode and times of files, relative to an open directory. A symbolic link is never followed. Where a name may be
 * {@code ""}, the file is the descriptor itself.
 */
public final class MetadataCalls {
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int STATX_BASIC_STATS = 0x7ff;
    private static final long STATX_SIZE = 256;

    private static final MethodHandle STATX =
            Libc.function("statx", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle FCHOWNAT =
            Libc.function("fchownat", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle FCHMOD =
            Libc.function("fchmod", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle FCHMODAT =
            Libc.function("fchmodat", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final MethodHandle UTIMENSAT =
            Libc.function("utimensat", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
    private static final MethodHandle FUTIMENS =
            Libc.function("futimens", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));

    private MetadataCalls() {}

    /**
     * Status of a file.
     *
     * @param name one component, or {@code ""}
     */
    public static FileStat stat(Fd parent, String name) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.STATE);
            var x = arena.allocate(STATX_SIZE, 8);
            int result = (int) STATX.invokeExact(
                    state,
                    parent.number(),
                    NodeCalls.name(arena, name),
                    AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH,
                    STATX_BASIC_STATS,
                    x);
            if (result < 0) {
                throw Libc.failure("stat '" + name + "'", state);
            }
            // Offsets of struct statx, which are part of the kernel's interface.
            return new FileStat(
                    Short.toUnsignedInt(x.get(JAVA_SHORT, 28)),
                    x.get(JAVA_INT, 20),
                    x.get(JAVA_INT, 24),
                    x.get(JAVA_LONG, 32),
                    x.get(JAVA_INT, 16),
                    x.get(JAVA_LONG, 40),
                    x.get(JAVA_INT, 128),
                    x.get(JAVA_INT, 132),
                    x.get(JAVA_LONG, 112),
                    x.get(JAVA_INT, 120));
        } catch (Throwable e) {
            throw Libc.rethrow(e);
        }
    }

    /** Changes the owner, which clears setuid, setgid and capabilities: so do this first. Name may be {@code ""}. */
    public static void setOwner(Fd parent, String name, int uid, int gid) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.STATE);
            int flags = AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH;
            if ((int) FCHOWNAT.invokeExact(state, parent.number(), NodeCalls.name(arena, name), uid, gid, flags) < 0) {
                throw Libc.failure("chown '" + name + "'", state);
            }
        } catch (Throwable e) {
            throw Libc.rethrow(e);
        }
    }

    /** Changes the mode of an open file (not O_PATH). */
    public static void setMode(Fd file, int mode) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.STATE);
            if ((int) FCHMOD.invokeExact(state, file.number(), mode) < 0) {
                throw Libc.failure("chmod", state);
            }
        } catch (Throwable e) {
            throw Libc.rethrow(e);
        }
    }

    /** Changes the mode of what the caller knows not to be a symbolic link: this call would follow one. */
    public static void setMode(Fd parent, String name, int mode) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.STATE);
            if ((int) FCHMODAT.invokeExact(state, parent.number(), NodeCalls.name(arena, name), mode, 0) < 0) {
                throw Libc.failure("chmod '" + name + "'", state);
            }
        } catch (Throwable e) {
            throw Libc.rethrow(e);
        }
    }

    /** Sets access and modification time alike. */
    public static void setModified(Fd parent, String name, long seconds, int nanos) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.STATE);
            var times = arena.allocate(JAVA_LONG, 4);
            setTimes(times, seconds, nanos);
            int result = (int) UTIMENSAT.invokeExact(
                    state, parent.number(), NodeCalls.name(arena, name), times, AT_SYMLINK_NOFOLLOW);
            if (result < 0) {
                throw Libc.failure("utimensat '" + name + "'", state);
            }
        } catch (Throwable e) {
            throw Libc.rethrow(e);
        }
    }

    /** As {@link #setModified(Fd, String, long, int)}, for an open file (not O_PATH). */
    public static void setModified(Fd file, long seconds, int nanos) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.STATE);
            var times = arena.allocate(JAVA_LONG, 4);
            setTimes(times, seconds, nanos);
            if ((int) FUTIMENS.invokeExact(state, file.number(), times) < 0) {
                throw Libc.failure("futimens", state);
            }
        } catch (Throwable e) {
            throw Libc.rethrow(e);
        }
    }

    private static void setTimes(java.lang.foreign.MemorySegment times, long seconds, int nanos) {
        if (nanos < 0 || nanos > 999_999_999) {
            throw new IllegalArgumentException("not a fraction of a second: " + nanos);
        }
        times.setAtIndex(JAVA_LONG, 0, seconds);
        times.setAtIndex(JAVA_LONG, 1, nanos);
        times.setAtIndex(JAVA_LONG, 2, seconds);
        times.setAtIndex(JAVA_LONG, 3, nanos);
    }
}
