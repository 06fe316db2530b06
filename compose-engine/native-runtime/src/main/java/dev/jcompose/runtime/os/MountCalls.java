package dev.jcompose.runtime.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** Mounts in the engine's own mount namespace, which only volumes with mount options need. */
public final class MountCalls {
    private static final int MNT_DETACH = 2;

    private static final MethodHandle MOUNT =
            Libc.function("mount", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
    private static final MethodHandle UMOUNT =
            Libc.function("umount2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));

    private MountCalls() {}

    /**
     * Mounts a file system, see mount(2).
     *
     * @param flags {@code MS_} constants, ORed
     * @param options of the file system itself, separated by commas
     */
    public static void mount(String source, Path target, String type, long flags, String options)
            throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.STATE);
            int result = (int) MOUNT.invokeExact(
                    state,
                    Libc.string(arena, source),
                    Libc.string(arena, target.toString()),
                    Libc.string(arena, type),
                    flags,
                    Libc.string(arena, options));
            if (result < 0) {
                throw Libc.failure("mount '" + source + "' on '" + target + "'", state);
            }
        } catch (Throwable e) {
            throw Libc.rethrow(e);
        }
    }

    /** Takes the topmost mount away from the tree at once; it ends when its last user does. See umount2(2), MNT_DETACH. */
    public static void detach(Path target) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.STATE);
            if ((int) UMOUNT.invokeExact(state, Libc.string(arena, target.toString()), MNT_DETACH) < 0) {
                throw Libc.failure("unmount '" + target + "'", state);
            }
        } catch (Throwable e) {
            throw Libc.rethrow(e);
        }
    }
}
