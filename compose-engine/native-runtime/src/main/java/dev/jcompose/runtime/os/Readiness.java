package dev.jcompose.runtime.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;
import java.time.Duration;

/** Waits for events on descriptors that the JDK has no channel for. See poll(2). */
public final class Readiness {
    private static final short POLLPRI = 2;
    private static final MemoryLayout POLLFD = MemoryLayout.structLayout(
            JAVA_INT.withName("fd"), JAVA_SHORT.withName("events"), JAVA_SHORT.withName("revents"));
    private static final MethodHandle POLL =
            Libc.function("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));

    private Readiness() {}

    /**
     * Waits until a file of a kernel file system, such as cgroup.events, has changed since it was opened or last read.
     * Pins the thread meanwhile.
     *
     * @return false when nothing changed within the timeout
     */
    public static boolean awaitPriority(Fd fd, Duration timeout) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.STATE);
            var poll = arena.allocate(POLLFD);
            poll.set(JAVA_INT, 0, fd.number());
            poll.set(JAVA_SHORT, 4, POLLPRI);
            int millis = (int) Math.min(Integer.MAX_VALUE, Math.max(1, timeout.toMillis()));
            int ready = (int) POLL.invokeExact(state, poll, 1L, millis);
            if (ready < 0 && Libc.errno(state) != Errno.EINTR) {
                throw Libc.failure("poll", state);
            }
            return ready != 0;
        } catch (Throwable e) {
            throw Libc.rethrow(e);
        }
    }
}
