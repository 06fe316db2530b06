package dev.jcompose.runtime.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;

/** Files in memory that nobody can change once they are sealed. See memfd_create(2). */
public final class Memfd {
    private static final int MFD_CLOEXEC = 1;
    private static final int MFD_ALLOW_SEALING = 2;
    private static final int MFD_EXEC = 0x10;
    private static final int F_ADD_SEALS = 1033;
    private static final int ALL_SEALS = 0x1 | 0x2 | 0x4 | 0x8;

    private static final MethodHandle MEMFD_CREATE =
            Libc.function("memfd_create", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));

    private Memfd() {}

    /**
     * Makes an executable file with this content, sealed against every change, so that a process that gets hold of it
     * through /proc cannot overwrite it (CVE-2019-5736).
     *
     * @param name shown in /proc
     * @throws ErrnoException EACCES where vm.memfd_noexec forbids executable memory files
     */
    public static Fd executable(String name, byte[] content) throws ErrnoException {
        Fd fd;
        try {
            fd = create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_EXEC);
        } catch (ErrnoException e) {
            if (!e.is(Errno.EINVAL)) {
                throw e;
            }
            // Before Linux 6.3 there is no such flag, and every memory file may be executed.
            fd = create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
        }
        try {
            FileCalls.write(fd, content);
            FileCalls.fcntl(fd, F_ADD_SEALS, ALL_SEALS);
            return fd;
        } catch (ErrnoException | RuntimeException e) {
            fd.close();
            throw e;
        }
    }

    private static Fd create(String name, int flags) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.STATE);
            int fd = (int) MEMFD_CREATE.invokeExact(state, Libc.string(arena, name), flags);
            if (fd < 0) {
                throw Libc.failure("memfd_create '" + name + "'", state);
            }
            return Fd.owning(fd);
        } catch (Throwable e) {
            throw Libc.rethrow(e);
        }
    }
}
