package dev.jcompose.engine.operation;

import org.jspecify.annotations.Nullable;

/** An operation that could not do what it was asked for; its message is for the user and complete. */
public final class OperationException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    public OperationException(String message) {
        this(message, 1, null);
    }

    /** @param exitCode what the command should end with, 1 to 255 */
    public OperationException(String message, int exitCode, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
