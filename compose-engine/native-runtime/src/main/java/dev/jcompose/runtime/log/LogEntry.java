package dev.jcompose.runtime.log;

import java.time.Instant;

/**
 * A line, or a piece of one: of a line longer than 16 KiB every piece but the last lacks the line feed.
 *
 * @param bytes not copied; with the line feed if it was written
 */
@SuppressWarnings("ArrayRecordComponent") // read once, handed on, never compared
public record LogEntry(Instant time, LogStream stream, byte[] bytes) {
    /** Whether a line ends with this. */
    public boolean endsLine() {
        return bytes.length > 0 && bytes[bytes.length - 1] == '\n';
    }
}
