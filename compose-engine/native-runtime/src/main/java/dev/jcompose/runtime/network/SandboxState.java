package dev.jcompose.runtime.network;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a new daemon must know of the network of a container that outlived the old one.
 *
 * @param hostNetwork whether the container is on the host's network
 * @param links the container's own names for others, by the id of the network
 * @param dnsUdpPort the port of its name server; 0: it has none
 */
record SandboxState(
        SandboxSpec spec,
        boolean hostNetwork,
        List<Endpoint> endpoints,
        Map<String, List<EndpointSpec.Link>> links,
        int dnsUdpPort,
        int dnsTcpPort,
        List<Port> ports) {

    SandboxState {
        endpoints = List.copyOf(endpoints);
        links = Collections.unmodifiableMap(new LinkedHashMap<>(links));
        ports = List.copyOf(ports);
    }

    /** A port that is to be published; {@code hostPort} is 0 while it is not. */
    record Port(PortBinding binding, int hostPort) {}
}
