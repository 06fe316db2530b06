package dev.jcompose.runtime.launch;

import dev.jcompose.runtime.os.Errno;

/** Puts the helper's failures into the words and exit codes of Docker. */
final class LaunchFailures {
    private LaunchFailures() {}

    static LaunchException explain(Operation operation, int errno, String text) {
        var reason = errno == 0 ? text : withCause(errno, text + ": " + Errno.text(errno));
        return switch (operation) {
            case EXEC -> command(errno, text, reason);
            case BIND, MOUNT, ATTACH ->
                errno == Errno.ENOTDIR || errno == Errno.EISDIR
                        ? new LaunchException(
                                LaunchException.NOT_FOUND,
                                reason + ": Are you trying to mount a directory onto a file (or vice-versa)?",
                                errno)
                        : new LaunchException(LaunchException.FAILED, reason, errno);
            default -> new LaunchException(LaunchException.FAILED, reason, errno);
        };
    }

    /** All that is tried again when it gets EAGAIN has been: what remains is about processes. */
    static String withCause(int errno, String reason) {
        return errno == Errno.EAGAIN && !reason.contains(Errno.NO_MORE_PROCESSES)
                ? reason + ": " + Errno.NO_MORE_PROCESSES
                : reason;
    }

    private static LaunchException command(int errno, String text, String reason) {
        if (errno == Errno.ENOENT && text.contains("executable file not found")) {
            return new LaunchException(LaunchException.NOT_FOUND, text, errno);
        }
        return new LaunchException(
                errno == Errno.ENOENT ? LaunchException.NOT_FOUND : LaunchException.NOT_EXECUTABLE, reason, errno);
    }
}
