package dev.jcompose.runtime.log;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Which part of a log.
 *
 * @param since entries not before this time
 * @param until entries not after this time
 * @param tail at most so many of the last lines of what is there now, 0 or more; absent means all
 */
public record LogQuery(
        Optional<Instant> since, Optional<Instant> until, OptionalLong tail, Set<LogStream> streams, Follow follow) {
    /** What happens at the end of what is there. */
    public enum Follow {
        /** It is the end. */
        NONE,
        /** The reader waits for more, until the container has ended. */
        FOLLOW
    }

    public LogQuery {
        if (tail.isPresent() && tail.getAsLong() < 0) {
            throw new IllegalArgumentException("tail is negative: " + tail.getAsLong());
        }
        streams = Set.copyOf(streams);
    }

    /** Everything there is now. */
    public static LogQuery everything() {
        return new LogQuery(
                Optional.empty(), Optional.empty(), OptionalLong.empty(), EnumSet.allOf(LogStream.class), Follow.NONE);
    }

    boolean wants(LogEntry entry) {
        return streams.contains(entry.stream())
                && since.map(time -> !entry.time().isBefore(time)).orElse(true);
    }

    boolean isPast(LogEntry entry) {
        return until.map(entry.time()::isAfter).orElse(false);
    }
}
