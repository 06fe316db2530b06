package dev.jcompose.runtime.network;

import java.util.List;

/**
 * What a new daemon must know of the network of a container that outlived the old one.
 *
 * @param hostNetwork whether the container is on the host's network
 * @param dnsUdpPort the port of its name server; 0: it has none
 */
record SandboxState(
        SandboxSpec spec,
        boolean hostNetwork,
        List<Endpoint> endpoints,
        int dnsUdpPort,
        int dnsTcpPort,
        List<Port> ports) {

    SandboxState {
        endpoints = List.copyOf(endpoints);
        ports = List.copyOf(ports);
    }

    /** A port that is to be published; {@code hostPort} is 0 while it is not. */
    record Port(PortBinding binding, int hostPort) {}
}
