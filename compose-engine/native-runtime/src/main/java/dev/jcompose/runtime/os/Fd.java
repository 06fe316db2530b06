package dev.jcompose.runtime.os;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An open file descriptor of this process, closed once at most, however many threads try. Descriptors made here are
 * close-on-exec.
 */
public final class Fd implements AutoCloseable {
    private static final int CLOSED = -1;

    private final AtomicInteger number;

    private Fd(int number) {
        this.number = new AtomicInteger(number);
    }

    /** Takes over a descriptor number, which nobody else may close from now on. */
    public static Fd owning(int number) {
        if (number < 0) {
            throw new IllegalArgumentException("not a file descriptor: " + number);
        }
        return new Fd(number);
    }

    /**
     * The number, to be passed to calls of this package.
     *
     * @throws IllegalStateException when it has been closed: the number may already be another file's
     */
    public int number() {
        int value = number.get();
        if (value == CLOSED) {
            throw new IllegalStateException("the file descriptor is closed");
        }
        return value;
    }

    /** Whether {@link #close} has not been called yet. */
    public boolean isOpen() {
        return number.get() != CLOSED;
    }

    /** A path under which this process, and those it is forking, can open the same file anew. */
    public Path path() {
        return Path.of("/proc/self/fd/" + number());
    }

    /** A path under which another process of the same user can open the same file as long as this one is open. */
    public Path pathForOthers() {
        return Path.of("/proc/" + ProcessHandle.current().pid() + "/fd/" + number());
    }

    /** Gives up ownership: the caller closes the number. */
    public int release() {
        int value = number.getAndSet(CLOSED);
        if (value == CLOSED) {
            throw new IllegalStateException("the file descriptor is closed");
        }
        return value;
    }

    /** Closes the descriptor. Errors are not reported: Linux has released the number in every case (close(2)). */
    @Override
    public void close() {
        int value = number.getAndSet(CLOSED);
        if (value != CLOSED) {
            FileCalls.close(value);
        }
    }

    @Override
    public String toString() {
        return "fd " + number.get();
    }
}
