package dev.jcompose.runtime.launch;

import java.time.Instant;

/**
 * What a supervisor says about the process it has started.
 *
 * @param connection on which it will also tell of the end
 */
record Started(int pid, Instant startedAt, ControlConnection connection) {
    static Started of(Frame frame, ControlConnection connection) {
        var payload = frame.payload();
        return new Started((int) payload.getLong(), StateFiles.instant(payload.getLong()), connection);
    }

    /** The end of the process, from the supervisor's message. */
    static ExitRecord exit(Frame frame) {
        var payload = frame.payload();
        int status = payload.getInt();
        boolean oomKilled = payload.getInt() != 0;
        return StateFiles.exit(status, oomKilled, payload.getLong());
    }
}
