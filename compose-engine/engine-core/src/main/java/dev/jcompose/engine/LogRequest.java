package dev.jcompose.engine;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which output of a container to deliver.
 *
 * @param since only what was written then or later
 * @param until only what was written before
 * @param tail only so many last lines, 0 for none; absent means all
 * @param timestamps {@code PREFIXED}: each line starts with its time in RFC 3339 with nanoseconds and one space
 */
public record LogRequest(
        Follow follow, Optional<Instant> since, Optional<Instant> until, OptionalLong tail, Timestamps timestamps) {
    /** Whether to go on when all that is there was delivered. */
    public enum Follow {
        YES,
        NO
    }

    /** Whether the engine puts times in front of lines. */
    public enum Timestamps {
        PREFIXED,
        NONE
    }

    /** All there is, with times. */
    public static LogRequest everything() {
        return new LogRequest(Follow.NO, Optional.empty(), Optional.empty(), OptionalLong.empty(), Timestamps.PREFIXED);
    }

    /** All from a moment on until the container ends, with times. */
    public static LogRequest followSince(Instant since) {
        return new LogRequest(
                Follow.YES, Optional.of(since), Optional.empty(), OptionalLong.empty(), Timestamps.PREFIXED);
    }
}
