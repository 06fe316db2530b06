package dev.jcompose.planner.desired;

import dev.jcompose.model.Service;

/**
 * A service that is wanted.
 *
 * @param image reference to create its containers from: the service's, or the name a build gives it
 * @param scale number of containers, 0 or more
 * @param configHash hex digest of all that matters to its containers
 */
public record ServiceSpec(Service service, String image, int scale, String configHash) {
    public String name() {
        return service.name();
    }
}
