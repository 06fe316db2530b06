package dev.jcompose.engine.operation;

import java.time.Duration;
import java.util.Optional;

/**
 * What {@code restart} is to restart.
 *
 * @param grace absent means each container's own
 */
public record RestartRequest(ProjectScope scope, Dependents dependents, Optional<Duration> grace) {
    /** Services that say {@code restart: true} of one that is restarted. */
    public enum Dependents {
        RESTART,
        LEAVE
    }
}
