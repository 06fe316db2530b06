package dev.jcompose.runtime.container;

import dev.jcompose.runtime.image.Platform;
import dev.jcompose.runtime.network.EndpointSpec;
import java.util.List;
import java.util.Optional;

/**
 * A container to be made.
 *
 * @param name without a slash; empty = one is made up
 * @param endpoints settings for networks; the one of {@link HostConfig#networkMode()} is added when missing
 * @param platform the image has to be for it, when given
 */
public record CreateRequest(
        Optional<String> name,
        ContainerConfig config,
        HostConfig host,
        List<EndpointSpec> endpoints,
        Optional<Platform> platform) {
    public CreateRequest {
        endpoints = List.copyOf(endpoints);
    }
}
