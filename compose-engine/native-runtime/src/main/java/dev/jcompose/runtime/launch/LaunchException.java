package dev.jcompose.runtime.launch;

import java.io.IOException;

/** A container or a process in it could not be started. */
public final class LaunchException extends IOException {
    private static final long serialVersionUID = 1L;

    /** The command was found and may not be executed. */
    public static final int NOT_EXECUTABLE = 126;
    /** There is no such command, or a mount does not fit its target. */
    public static final int NOT_FOUND = 127;
    /** Any other reason. */
    public static final int FAILED = 128;

    private final int exitCode;
    private final int errno;

    /**
     * @param exitCode what Docker puts in State.ExitCode: 126, 127 or 128
     * @param message operation, resource and reason
     * @param errno error number of the failed operation; 0 where there is none
     */
    public LaunchException(int exitCode, String message, int errno) {
        super(message);
        this.exitCode = exitCode;
        this.errno = errno;
    }

    public LaunchException(String message, Throwable cause) {
        super(message, cause);
        this.exitCode = FAILED;
        this.errno = 0;
    }

    public int exitCode() {
        return exitCode;
    }

    public int errno() {
        return errno;
    }
}
