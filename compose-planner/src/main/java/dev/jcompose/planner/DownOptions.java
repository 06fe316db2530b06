package dev.jcompose.planner;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code down} takes away beside containers and networks.
 *
 * @param services only these and those that depend on them; empty means all
 * @param grace time to stop; absent means each container's own
 */
public record DownOptions(Set<String> services, Set<Extra> extras, Optional<Duration> grace) {
    /** Things that stay unless asked for. */
    public enum Extra {
        /** Containers of services the model does not know, and one-offs. */
        ORPHANS,
        /** Named volumes of the model and anonymous ones. */
        VOLUMES,
        /** Images of services that have no name of their own. */
        LOCAL_IMAGES,
        /** Images of all services. */
        ALL_IMAGES
    }

    public DownOptions {
        services = Set.copyOf(services);
        extras = Set.copyOf(extras);
    }
}
