package dev.jcompose.runtime.network;

import java.net.InetAddress;
import java.util.Optional;

/**
 * A wish to reach a container's port through the host.
 *
 * @param hostIp empty: every IPv4 and IPv6 address of the host
 * @param firstHostPort 1 to 65535, or 0 for a free one of the system's choice
 * @param lastHostPort the last one of a range in which the first free port is taken; otherwise {@code firstHostPort}
 * @param containerPort 1 to 65535
 */
public record PortBinding(
        Optional<InetAddress> hostIp, int firstHostPort, int lastHostPort, int containerPort, Protocol protocol) {

    public PortBinding {
        if (firstHostPort < 0 || lastHostPort > 65535 || lastHostPort < firstHostPort) {
            throw new IllegalArgumentException("invalid host ports " + firstHostPort + "-" + lastHostPort);
        }
        if (containerPort < 1 || containerPort > 65535) {
            throw new IllegalArgumentException("invalid container port " + containerPort);
        }
    }

    /** One host port, or 0 for a free one, on all addresses. */
    public static PortBinding of(int hostPort, int containerPort, Protocol protocol) {
        return new PortBinding(Optional.empty(), hostPort, hostPort, containerPort, protocol);
    }

    /** The same on one address of the host. */
    public PortBinding on(InetAddress address) {
        return new PortBinding(Optional.of(address), firstHostPort, lastHostPort, containerPort, protocol);
    }
}
