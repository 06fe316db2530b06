package dev.jcompose.runtime.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes, removes and lists the nodes of a directory tree, each call relative to an open directory. Names are those of
 * {@link FileNames}; where a name is asked for, it is one component, and a symbolic link there is never followed.
 */
public final class NodeCalls {
    private static final long SYS_OPENAT2 = 437;
    private static final long SYS_GETDENTS64 = System.getProperty("os.arch", "").equals("aarch64") ? 61 : 217;
    private static final int AT_REMOVEDIR = 0x200;
    private static final int DIRENT_NAME = 19;
    private static final int DIRENT_LENGTH = 16;
    private static final int PATH_MAX = 4096;

    private static final MethodHandle SYSCALL3 = Libc.syscall(3);
    private static final MethodHandle SYSCALL4 = Libc.syscall(4);
    private static final MethodHandle MKDIRAT =
            Libc.function("mkdirat", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle MKNODAT =
            Libc.function("mknodat", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_LONG));
    private static final MethodHandle SYMLINKAT =
            Libc.function("symlinkat", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS));
    private static final MethodHandle LINKAT =
            Libc.function("linkat", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle UNLINKAT =
            Libc.function("unlinkat", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle RENAMEAT =
            Libc.function("renameat", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS));
    private static final MethodHandle READLINKAT =
            Libc.function("readlinkat", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG));

    private NodeCalls() {}

    /**
     * Opens a path under rules of resolution, see openat2(2).
     *
     * @param resolve {@code RESOLVE_} constants of {@link FileCalls}, ORed
     * @throws ErrnoException as open(2); EXDEV for a path that leaves the directory, ELOOP for a forbidden link
     */
    public static Fd open(Fd directory, String path, int flags, int mode, long resolve) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.STATE);
            var how = arena.allocate(JAVA_LONG, 3);
            how.setAtIndex(JAVA_LONG, 0, flags | FileCalls.O_CLOEXEC);
            how.setAtIndex(JAVA_LONG, 1, (flags & FileCalls.O_CREAT) != 0 ? mode : 0);
            how.setAtIndex(JAVA_LONG, 2, resolve);
            var name = name(arena, path);
            while (true) {
                long fd = (long) SYSCALL4.invokeExact(
                        state, SYS_OPENAT2, (long) directory.number(), name.address(), how.address(), how.byteSize());
                if (fd >= 0) {
                    return Fd.owning((int) fd);
                }
                // EAGAIN: a rename elsewhere raced with the resolution of "..", and the page says to try again.
                int errno = Libc.errno(state);
                if (errno != Errno.EAGAIN && errno != Errno.EINTR) {
                    throw Libc.failure("open '" + path + "'", state);
                }
            }
        } catch (Throwable e) {
            throw Libc.rethrow(e);
        }
    }

    /** Makes a directory. The umask applies to {@code mode}. */
    public static void makeDirectory(Fd parent, String name, int mode) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.STATE);
            if ((int) MKDIRAT.invokeExact(state, parent.number(), name(arena, name), mode) < 0) {
                throw Libc.failure("mkdir '" + name + "'", state);
            }
        } catch (Throwable e) {
            throw Libc.rethrow(e);
        }
    }

    /**
     * Makes a device, fifo, socket or empty file.
     *
     * @param mode {@code S_IF} type of {@link FileStat} and permission bits, to which the umask applies
     */
    public static void makeNode(Fd parent, String name, int mode, int major, int minor) throws ErrnoException {
        long device = (major & 0xfffL) << 8 | (minor & 0xffL) | (minor & 0xfff00L) << 12 | (major & 0xfffff000L) << 32;
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.STATE);
            if ((int) MKNODAT.invokeExact(state, parent.number(), name(arena, name), mode, device) < 0) {
                throw Libc.failure("mknod '" + name + "'", state);
            }
        } catch (Throwable e) {
            throw Libc.rethrow(e);
        }
    }

    public static void makeSymlink(String target, Fd parent, String name) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.STATE);
            int result = (int) SYMLINKAT.invokeExact(state, name(arena, target), parent.number(), name(arena, name));
            if (result < 0) {
                throw Libc.failure("symlink '" + name + "'", state);
            }
        } catch (Throwable e) {
            throw Libc.rethrow(e);
        }
    }

    /** Gives an existing file one more name. */
    public static void link(Fd oldParent, String oldName, Fd parent, String name) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.STATE);
            int result = (int) LINKAT.invokeExact(
                    state, oldParent.number(), name(arena, oldName), parent.number(), name(arena, name), 0);
            if (result < 0) {
                throw Libc.failure("link '" + name + "' to '" + oldName + "'", state);
            }
        } catch (Throwable e) {
            throw Libc.rethrow(e);
        }
    }

    /** Removes what is not a directory. */
    public static void remove(Fd parent, String name) throws ErrnoException {
        unlink(parent, name, 0);
    }

    /** Removes an empty directory. */
    public static void removeDirectory(Fd parent, String name) throws ErrnoException {
        unlink(parent, name, AT_REMOVEDIR);
    }

    /** Moves a file or directory to another place of the same file system, over what is there. */
    public static void rename(Fd oldParent, String oldName, Fd parent, String name) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.STATE);
            int result = (int) RENAMEAT.invokeExact(
                    state, oldParent.number(), name(arena, oldName), parent.number(), name(arena, name));
            if (result < 0) {
                throw Libc.failure("rename '" + oldName + "' to '" + name + "'", state);
            }
        } catch (Throwable e) {
            throw Libc.rethrow(e);
        }
    }

    /** The target of a symbolic link. */
    public static String readLink(Fd parent, String name) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.STATE);
            var buffer = arena.allocate(PATH_MAX);
            long length =
                    (long) READLINKAT.invokeExact(state, parent.number(), name(arena, name), buffer, buffer.byteSize());
            if (length < 0) {
                throw Libc.failure("readlink '" + name + "'", state);
            }
            return FileNames.decode(buffer.asSlice(0, length).toArray(JAVA_BYTE));
        } catch (Throwable e) {
            throw Libc.rethrow(e);
        }
    }

    /** Names in an open directory (not O_PATH) without {@code .} and {@code ..}, in no order. Reads from where it stands. */
    public static List<String> list(Fd directory) throws ErrnoException {
        var names = new ArrayList<String>();
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.STATE);
            var buffer = arena.allocate(32 * 1024, 8);
            while (true) {
                long length = (long) SYSCALL3.invokeExact(
                        state, SYS_GETDENTS64, (long) directory.number(), buffer.address(), buffer.byteSize());
                if (length < 0) {
                    throw Libc.failure("getdents64", state);
                }
                if (length == 0) {
                    return names;
                }
                for (long at = 0; at < length; ) {
                    int size = Short.toUnsignedInt(buffer.get(JAVA_SHORT_UNALIGNED, at + DIRENT_LENGTH));
                    String name = nameIn(buffer.asSlice(at + DIRENT_NAME, size - DIRENT_NAME));
                    if (!name.equals(".") && !name.equals("..")) {
                        names.add(name);
                    }
                    at += size;
                }
            }
        } catch (Throwable e) {
            throw Libc.rethrow(e);
        }
    }

    private static String nameIn(MemorySegment padded) {
        int length = 0;
        while (length < padded.byteSize() && padded.get(JAVA_BYTE, length) != 0) {
            length++;
        }
        return FileNames.decode(padded.asSlice(0, length).toArray(JAVA_BYTE));
    }

    private static void unlink(Fd parent, String name, int flags) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.STATE);
            if ((int) UNLINKAT.invokeExact(state, parent.number(), name(arena, name), flags) < 0) {
                throw Libc.failure("remove '" + name + "'", state);
            }
        } catch (Throwable e) {
            throw Libc.rethrow(e);
        }
    }

    /** NUL-terminated; a NUL inside would name another file than the caller checked. */
    static MemorySegment name(Arena arena, String name) {
        if (name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a file name cannot hold NUL");
        }
        byte[] bytes = FileNames.encode(name);
        MemorySegment segment = arena.allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, segment, JAVA_BYTE, 0, bytes.length);
        return segment;
    }
}
