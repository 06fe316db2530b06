package dev.jcompose.runtime.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;

/** Bytes of regular files: writing from native memory, copying in the kernel, and making them durable. */
public final class ContentCalls {
    private static final long COPY_CHUNK = 64L << 20;

    private static final MethodHandle WRITE =
            Libc.function("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle READ =
            Libc.function("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle COPY_FILE_RANGE = Libc.function(
            "copy_file_range",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle SYNCFS = Libc.function("syncfs", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private ContentCalls() {}

    /** Writes all remaining bytes of a direct buffer, without a copy. */
    public static void write(Fd file, ByteBuffer direct) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.STATE);
            while (direct.hasRemaining()) {
                var bytes = MemorySegment.ofBuffer(direct);
                long count = (long) WRITE.invokeExact(state, file.number(), bytes, (long) direct.remaining());
                if (count < 0 && Libc.errno(state) != Errno.EINTR) {
                    throw Libc.failure("write", state);
                }
                direct.position(direct.position() + (int) Math.max(0, count));
            }
        } catch (Throwable e) {
            throw Libc.rethrow(e);
        }
    }

    /**
     * Copies a regular file from where both stand to the end: sharing blocks where the file system can, else in the kernel,
     * else through memory.
     */
    public static void copy(Fd from, Fd to) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.STATE);
            while (true) {
                long count = (long) COPY_FILE_RANGE.invokeExact(
                        state, from.number(), MemorySegment.NULL, to.number(), MemorySegment.NULL, COPY_CHUNK, 0);
                if (count == 0) {
                    return;
                }
                if (count < 0) {
                    switch (Libc.errno(state)) {
                        case Errno.EXDEV, Errno.EINVAL, Errno.ENOSYS, Errno.EOPNOTSUPP -> {
                            copyThroughMemory(from, to, arena, state);
                            return;
                        }
                        case Errno.EINTR -> {}
                        default -> throw Libc.failure("copy_file_range", state);
                    }
                }
            }
        } catch (Throwable e) {
            throw Libc.rethrow(e);
        }
    }

    /** Waits until all that was written to the file system of {@code file} is on the disk. See syncfs(2). */
    public static void syncFileSystem(Fd file) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.STATE);
            if ((int) SYNCFS.invokeExact(state, file.number()) < 0) {
                throw Libc.failure("syncfs", state);
            }
        } catch (Throwable e) {
            throw Libc.rethrow(e);
        }
    }

    private static void copyThroughMemory(Fd from, Fd to, Arena arena, MemorySegment state) throws Throwable {
        var buffer = arena.allocate(256 * 1024);
        while (true) {
            long count = (long) READ.invokeExact(state, from.number(), buffer, buffer.byteSize());
            if (count == 0) {
                return;
            }
            if (count > 0) {
                write(to, buffer.asSlice(0, count).asByteBuffer());
            } else if (Libc.errno(state) != Errno.EINTR) {
                throw Libc.failure("read", state);
            }
        }
    }
}
