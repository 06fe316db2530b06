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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Extended attributes, see xattr(7). The kernel has no calls relative to a directory for them before 6.13, so the path leads
 * through {@code /proc/self/fd}; a symbolic link at the end is not followed. Where the name is {@code ""}, the file is the
 * directory itself.
 */
public final class XattrCalls {
    private static final int MAX_SIZE = 65536;

    private static final MethodHandle LSETXATTR =
            Libc.function("lsetxattr", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle LGETXATTR =
            Libc.function("lgetxattr", FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG));
    private static final MethodHandle LLISTXATTR =
            Libc.function("llistxattr", FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG));

    private XattrCalls() {}

    public static void set(Fd parent, String file, String attribute, byte[] value) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.STATE);
            var bytes = arena.allocate(Math.max(1, value.length));
            MemorySegment.copy(value, 0, bytes, JAVA_BYTE, 0, value.length);
            int result = (int) LSETXATTR.invokeExact(
                    state, path(arena, parent, file), NodeCalls.name(arena, attribute), bytes, (long) value.length, 0);
            if (result < 0) {
                throw Libc.failure("setxattr " + attribute + " of '" + file + "'", state);
            }
        } catch (Throwable e) {
            throw Libc.rethrow(e);
        }
    }

    /** The value; empty if the file does not have the attribute, or the file system none at all. */
    public static Optional<byte[]> get(Fd parent, String file, String attribute) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.STATE);
            var buffer = arena.allocate(MAX_SIZE);
            long length = (long) LGETXATTR.invokeExact(
                    state, path(arena, parent, file), NodeCalls.name(arena, attribute), buffer, buffer.byteSize());
            if (length < 0) {
                int errno = Libc.errno(state);
                if (errno == Errno.ENODATA || errno == Errno.EOPNOTSUPP) {
                    return Optional.empty();
                }
                throw Libc.failure("getxattr " + attribute + " of '" + file + "'", state);
            }
            return Optional.of(buffer.asSlice(0, length).toArray(JAVA_BYTE));
        } catch (Throwable e) {
            throw Libc.rethrow(e);
        }
    }

    /** Names of the file's attributes; none where the file system has no attributes. */
    public static List<String> list(Fd parent, String file) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.STATE);
            var buffer = arena.allocate(MAX_SIZE);
            long length = (long) LLISTXATTR.invokeExact(state, path(arena, parent, file), buffer, buffer.byteSize());
            if (length < 0) {
                if (Libc.errno(state) == Errno.EOPNOTSUPP) {
                    return List.of();
                }
                throw Libc.failure("listxattr of '" + file + "'", state);
            }
            var names = new ArrayList<String>();
            ByteBuffer rest = buffer.asSlice(0, length).asByteBuffer();
            int start = 0;
            for (int i = 0; i < length; i++) {
                if (rest.get(i) == 0) {
                    names.add(FileNames.decode(rest.slice(start, i - start)));
                    start = i + 1;
                }
            }
            return names;
        } catch (Throwable e) {
            throw Libc.rethrow(e);
        }
    }

    private static MemorySegment path(Arena arena, Fd parent, String file) {
        // The slash makes the kernel step through the link of /proc and stop before one of ours.
        return NodeCalls.name(arena, parent.path() + (file.isEmpty() ? "/." : "/" + file));
    }
}
