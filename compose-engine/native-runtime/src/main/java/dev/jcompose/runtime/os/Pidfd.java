package dev.jcompose.runtime.os;

import java.lang.foreign.Arena;
import java.lang.invoke.MethodHandle;

/** A handle on one process that no reuse of its number can redirect. See pidfd_open(2), Linux 5.3. */
public final class Pidfd implements AutoCloseable {
    private static final long SYS_PIDFD_OPEN = 434;
    private static final long SYS_PIDFD_SEND_SIGNAL = 424;
    private static final MethodHandle SYSCALL2 = Libc.syscall(2);
    private static final MethodHandle SYSCALL4 = Libc.syscall(4);

    private final int pid;
    private final Fd fd;

    private Pidfd(int pid, Fd fd) {
        this.pid = pid;
        this.fd = fd;
    }

    /**
     * Opens a handle on a running process (or one that was not waited for yet).
     *
     * @throws ErrnoException ESRCH when there is no such process
     */
    public static Pidfd open(int pid) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.STATE);
            long fd = (long) SYSCALL2.invokeExact(state, SYS_PIDFD_OPEN, (long) pid, 0L);
            if (fd < 0) {
                throw Libc.failure("pidfd_open " + pid, state);
            }
            return new Pidfd(pid, Fd.owning((int) fd));
        } catch (Throwable e) {
            throw Libc.rethrow(e);
        }
    }

    /** The number of the process in the pid namespace of this one. */
    public int pid() {
        return pid;
    }

    public Fd fd() {
        return fd;
    }

    /**
     * Sends a signal.
     *
     * @param signal number from {@code <signal.h>}; 0 only asks whether the process exists
     * @throws ErrnoException ESRCH when the process is gone, EPERM without the right to signal it
     * @see <a href="https://man7.org/linux/man-pages/man2/pidfd_send_signal.2.html">pidfd_send_signal(2)</a>
     */
    public void send(int signal) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.STATE);
            long result = (long)
                    SYSCALL4.invokeExact(state, SYS_PIDFD_SEND_SIGNAL, (long) fd.number(), (long) signal, 0L, 0L);
            if (result < 0) {
                throw Libc.failure("pidfd_send_signal " + signal + " to " + pid, state);
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
