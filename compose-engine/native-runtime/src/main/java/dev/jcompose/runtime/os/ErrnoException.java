package dev.jcompose.runtime.os;

import java.io.IOException;

/** A call to the kernel failed; says which call, on what, and why. */
public final class ErrnoException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String operation;
    private final int errno;

    /**
     * @param operation the call, with its object where there is one: {@code openat 'etc/passwd'}
     * @param errno the error number the call left behind
     */
    public ErrnoException(String operation, int errno) {
        super(operation + ": " + Errno.name(errno) + " (" + Errno.text(errno) + ")");
        this.operation = operation;
        this.errno = errno;
    }

    /** The call that failed and what it was called on. */
    public String operation() {
        return operation;
    }

    /** The error number; compare with the constants of {@link Errno}. */
    public int errno() {
        return errno;
    }

    /** Whether the call failed with this error number. */
    public boolean is(int expected) {
        return errno == expected;
    }
}
