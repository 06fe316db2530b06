package dev.jcompose.engine.operation;

import java.time.Duration;
import java.util.Optional;

/**
 * What {@code down} is to remove beside containers and networks.
 *
 * @param scope with services: only these, and those that depend on them
 * @param grace time to stop; absent means each container's own
 */
public record DownRequest(
        ProjectScope scope, Orphans orphans, Volumes volumes, Images images, Optional<Duration> grace) {
    /** Containers of services that the model does not know. */
    public enum Orphans {
        KEEP,
        REMOVE
    }

    /** Named volumes of the model, and anonymous ones. */
    public enum Volumes {
        KEEP,
        REMOVE
    }

    /** Images of the services. */
    public enum Images {
        KEEP,
        /** Those without a name of their own. */
        LOCAL,
        ALL
    }

    /** {@code down} without any flag. */
    public static DownRequest of(ProjectScope scope) {
        return new DownRequest(scope, Orphans.KEEP, Volumes.KEEP, Images.KEEP, Optional.empty());
    }
}
