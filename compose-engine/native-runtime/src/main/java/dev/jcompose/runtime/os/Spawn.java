package dev.jcompose.runtime.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts processes with exactly the descriptors they are given. See posix_spawn(3). */
public final class Spawn {
    private static final int FIRST_DESCRIPTOR = 3;
    private static final int F_DUPFD_CLOEXEC = 1030;
    /** Larger than posix_spawn_file_actions_t of any C library (glibc: 80 bytes). */
    private static final int ACTIONS_BYTES = 512;

    private static final MethodHandle POSIX_SPAWN = Libc.function(
            "posix_spawn", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
    private static final MethodHandle INIT =
            Libc.function("posix_spawn_file_actions_init", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    private static final MethodHandle ADD_DUP2 = Libc.function(
            "posix_spawn_file_actions_adddup2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final MethodHandle DESTROY =
            Libc.function("posix_spawn_file_actions_destroy", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    private static final MethodHandle WAITPID =
            Libc.function("waitpid", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));

    private Spawn() {}

    /**
     * Starts a program with an empty environment, /dev/null as its standard streams and the given descriptors from 3 on.
     * The child must be waited for by {@link #reap}.
     *
     * @param program an executable file held open
     * @param argv its arguments, its name first
     * @return the number of the child
     * @throws ErrnoException EACCES or ENOEXEC when the program cannot be executed, EAGAIN or ENOMEM for want of means
     */
    public static int start(Fd program, List<String> argv, List<Fd> descriptors) throws ErrnoException {
        var copies = new ArrayList<Fd>();
        try (var arena = Arena.ofConfined();
                var nothing = FileCalls.open(Path.of("/dev/null"), FileCalls.O_RDWR, 0)) {
            var state = arena.allocate(Libc.STATE);
            var actions = arena.allocate(ACTIONS_BYTES, 16);
            check("posix_spawn_file_actions_init", (int) INIT.invokeExact(state, actions));
            try {
                // Copies above all targets, so that no dup2 overwrites the source of a later one.
                int lowest = FIRST_DESCRIPTOR + descriptors.size();
                var zero = copy(nothing, lowest, copies);
                for (int target = 0; target < FIRST_DESCRIPTOR; target++) {
                    dup2(state, actions, zero, target);
                }
                for (int i = 0; i < descriptors.size(); i++) {
                    dup2(state, actions, copy(descriptors.get(i), lowest, copies), FIRST_DESCRIPTOR + i);
                }
                var pid = arena.allocate(JAVA_INT);
                var path = Libc.string(arena, program.path().toString());
                var environment = arena.allocate(ADDRESS);
                check("posix_spawn " + argv.getFirst(), (int) POSIX_SPAWN.invokeExact(
                        state, pid, path, actions, MemorySegment.NULL, strings(arena, argv), environment));
                return pid.get(JAVA_INT, 0);
            } finally {
                int _ = (int) DESTROY.invokeExact(state, actions);
            }
        } catch (Throwable e) {
            throw Libc.rethrow(e);
        } finally {
            copies.forEach(Fd::close);
        }
    }

    /** Waits for the end of a child of this process, and releases its number. Pins the thread meanwhile. */
    public static void reap(int pid) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.STATE);
            int result;
            do {
                result = (int) WAITPID.invokeExact(state, pid, MemorySegment.NULL, 0);
            } while (result < 0 && Libc.errno(state) == Errno.EINTR);
            if (result < 0) {
                throw Libc.failure("waitpid " + pid, state);
            }
        } catch (Throwable e) {
            throw Libc.rethrow(e);
        }
    }

    private static Fd copy(Fd fd, int lowest, List<Fd> copies) throws ErrnoException {
        var copy = Fd.owning(FileCalls.fcntl(fd, F_DUPFD_CLOEXEC, lowest));
        copies.add(copy);
        return copy;
    }

    private static void dup2(MemorySegment state, MemorySegment actions, Fd source, int target) throws Throwable {
        check("posix_spawn_file_actions_adddup2", (int) ADD_DUP2.invokeExact(state, actions, source.number(), target));
    }

    /** These functions return the error number instead of setting errno. */
    private static void check(String operation, int result) throws ErrnoException {
        if (result != 0) {
            throw new ErrnoException(operation, result);
        }
    }

    private static MemorySegment strings(Arena arena, List<String> strings) {
        var array = arena.allocate(ADDRESS, strings.size() + 1L);
        for (int i = 0; i < strings.size(); i++) {
            array.setAtIndex(ADDRESS, i, Libc.string(arena, strings.get(i)));
        }
        return array;
    }
}
