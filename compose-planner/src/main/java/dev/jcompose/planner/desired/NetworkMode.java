package dev.jcompose.planner.desired;

import java.util.List;

/** Which network namespace a container lives in. */
public sealed interface NetworkMode {
    /**
     * Its own namespace, attached to networks.
     *
     * @param endpoints by falling priority; never empty; the first is the main one
     */
    record Attached(List<Endpoint> endpoints) implements NetworkMode {
        public Attached {
            endpoints = List.copyOf(endpoints);
            if (endpoints.isEmpty()) {
                throw new IllegalArgumentException("attached to no network: that is Special(\"none\")");
            }
        }
    }

    /** A mode the engine itself knows: {@code none}, {@code host}, {@code bridge} or what the user wrote. */
    record Special(String mode) implements NetworkMode {}

    /**
     * The namespace of another container.
     *
     * @param container name or id of it
     */
    record SharedWith(String container) implements NetworkMode {}
}
