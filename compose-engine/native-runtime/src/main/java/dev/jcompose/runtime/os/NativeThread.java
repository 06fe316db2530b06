package dev.jcompose.runtime.os;

/** Threads of the kernel, for work that a virtual thread cannot do or that must not hold one up. */
public final class NativeThread {
    private NativeThread() {}

    /**
     * Starts a thread that does not keep the process alive.
     *
     * @throws ErrnoException EAGAIN when the kernel makes no more threads, of which a full table of processes or a limit is the
     *     cause. The JDK says so with an {@link OutOfMemoryError}, which is no reason here to give the whole engine up.
     */
    public static Thread start(String name, Runnable work) throws ErrnoException {
        try {
            return Thread.ofPlatform().daemon().name(name).start(work);
        } catch (OutOfMemoryError e) {
            throw refused(name, e);
        }
    }

    /** What the JDK's word for it means. */
    public static ErrnoException refused(String name, OutOfMemoryError cause) {
        var failure = new ErrnoException("start thread " + name + ": " + Errno.NO_MORE_PROCESSES, Errno.EAGAIN);
        failure.initCause(cause);
        return failure;
    }
}
