package dev.jcompose.runtime.network;

import java.util.List;

/** A network and the containers that are connected to it now. */
public record NetworkDetails(Network network, List<Connected> containers) {

    public NetworkDetails {
        containers = List.copyOf(containers);
    }

    /** One container on the network. */
    public record Connected(String containerId, String containerName, Endpoint endpoint) {}
}
