package dev.jcompose.engine.operation;

import java.time.Duration;
import java.util.Optional;

/**
 * What {@code start} is to start.
 *
 * @param waiting whether to return only when all run or are healthy
 * @param waitLimit how long to wait at most; absent means for ever
 */
public record StartRequest(ProjectScope scope, Wait waiting, Optional<Duration> waitLimit) {
    /** Whether to wait. */
    public enum Wait {
        NO,
        UNTIL_HEALTHY
    }
}
