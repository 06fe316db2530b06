package dev.jcompose.runtime.network;

import dev.jcompose.runtime.network.nft.Family;
import java.net.InetAddress;
import java.util.Optional;

/**
 * One rewrite of destinations: what arrives at a port of the host goes to a container.
 *
 * @param hostIp empty: every address of the host
 */
record PortMapping(Optional<InetAddress> hostIp, int hostPort, Protocol protocol, InetAddress target, int targetPort) {

    Family family() {
        return Family.of(target);
    }
}
