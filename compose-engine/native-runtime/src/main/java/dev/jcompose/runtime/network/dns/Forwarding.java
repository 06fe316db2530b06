package dev.jcompose.runtime.network.dns;

import dev.jcompose.runtime.os.NetworkNamespace;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/**
 * Whom to ask about names that are not known here.
 *
 * @param servers in their order; none: such names fail, as on internal networks
 * @param from the namespace from which they are asked; empty: the host's
 * @param singleLabels whether names without a dot are forwarded
 */
public record Forwarding(List<InetSocketAddress> servers, Optional<NetworkNamespace> from, boolean singleLabels) {

    public Forwarding {
        servers = List.copyOf(servers);
    }

    /** Nobody is asked. */
    public static Forwarding none() {
        return new Forwarding(List.of(), Optional.empty(), true);
    }
}
