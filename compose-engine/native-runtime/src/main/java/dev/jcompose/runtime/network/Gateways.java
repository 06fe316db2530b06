package dev.jcompose.runtime.network;

import dev.jcompose.runtime.network.nft.Family;
import java.net.InetAddress;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;

/** Which of a container's networks leads outside. */
final class Gateways {
    /** Of two networks with the same priority, the one whose name comes first gives the default route. */
    private static final Comparator<Endpoint> ORDER =
            Comparator.comparingInt(Endpoint::gatewayPriority).reversed().thenComparing(Endpoint::networkName);

    private Gateways() {}

    /** The way through a network whose parent routes is as good as one with a gateway: only the priority counts. */
    static Optional<Endpoint> route(Collection<Endpoint> endpoints, Family family, Predicate<Endpoint> routed) {
        return endpoints.stream()
                .filter(endpoint -> address(endpoint, family).isPresent()
                        || (routed.test(endpoint) && hasAddress(endpoint, family)))
                .min(ORDER);
    }

    private static boolean hasAddress(Endpoint endpoint, Family family) {
        return switch (family) {
            case IPV4 -> endpoint.ipv4().isPresent();
            case IPV6 -> endpoint.ipv6().isPresent();
        };
    }

    /** The endpoint that gives the default route of a family; internal networks give none. */
    static Optional<Endpoint> endpoint(Collection<Endpoint> endpoints, Family family) {
        return endpoints.stream()
                .filter(endpoint -> address(endpoint, family).isPresent())
                .min(ORDER);
    }

    /** The gateway of an endpoint. */
    static Optional<InetAddress> address(Endpoint endpoint, Family family) {
        return switch (family) {
            case IPV4 -> endpoint.ipv4().flatMap(Endpoint.Ip::gateway);
            case IPV6 -> endpoint.ipv6().flatMap(Endpoint.Ip::gateway);
        };
    }
}
