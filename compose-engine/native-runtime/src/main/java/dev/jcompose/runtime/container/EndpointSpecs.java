package dev.jcompose.runtime.container;

import dev.jcompose.runtime.network.EndpointSpec;

/** Variants of {@link EndpointSpec}. */
final class EndpointSpecs {
    private EndpointSpecs() {}

    /** The same settings for a network of another name. */
    static EndpointSpec on(EndpointSpec spec, String network) {
        return new EndpointSpec(
                network,
                spec.ipv4(),
                spec.ipv6(),
                spec.mac(),
                spec.aliases(),
                spec.priority(),
                spec.gatewayPriority(),
                spec.interfaceName());
    }
}
