package dev.jcompose.runtime.network;

import dev.jcompose.runtime.network.NetworkException.Kind;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The addresses of one network: which are given to whom. The lowest free one is given first; the hardware address follows from
 * it, so that reuse finds no stale neighbour entries. Not safe for several threads.
 */
final class Ipam {
    private final Network network;
    private final Map<InetAddress, String> taken = new HashMap<>();

    Ipam(Network network) {
        this.network = network;
        for (var pool : network.pools()) {
            pool.gateway().ifPresent(gateway -> taken.put(gateway, "the gateway"));
            pool.auxiliary().forEach((name, address) -> taken.put(address, "the auxiliary address " + name));
            if (pool.subnet().isIpv4() && pool.subnet().prefix() < 31) {
                taken.put(pool.subnet().address(), "the network itself");
                taken.put(pool.subnet().last(), "broadcasts");
            } else if (!pool.subnet().isIpv4()) {
                taken.put(pool.subnet().address(), "the subnet's routers");
            }
        }
    }

    /** The subnet of the family in which containers get addresses. */
    Optional<IpamPool> pool(boolean ipv4) {
        return network.pools().stream()
                .filter(pool -> pool.subnet().isIpv4() == ipv4)
                .findFirst();
    }

    /**
     * Gives the lowest free address of the dynamic range.
     *
     * @param holder who gets it, in words for an error: "container web"
     * @throws NetworkException CONFLICT when none is left
     */
    InetAddress allocate(boolean ipv4, String holder) throws NetworkException {
        for (var pool : network.pools()) {
            if (pool.subnet().isIpv4() != ipv4) {
                continue;
            }
            var range = pool.range().orElse(pool.subnet());
            // Taken addresses are at most so many, so the search ends even in a /64.
            var limit = range.size().min(BigInteger.valueOf(taken.size() + 1L));
            for (var offset = BigInteger.ZERO; offset.compareTo(limit) < 0; offset = offset.add(BigInteger.ONE)) {
                var candidate = range.at(offset);
                if (taken.putIfAbsent(candidate, holder) == null) {
                    return candidate;
                }
            }
        }
        throw new NetworkException(
                Kind.CONFLICT,
                "no available IPv" + (ipv4 ? 4 : 6) + " addresses on this network's address pools: " + network.name()
                        + " (" + network.id() + ")");
    }

    /**
     * Gives this very address.
     *
     * @throws NetworkException INVALID when it is in no subnet that the client configured, CONFLICT when it is taken
     */
    void reserve(InetAddress address, String holder) throws NetworkException {
        if (!network.configuredPools()) {
            throw new NetworkException(
                    Kind.INVALID,
                    "invalid config for network " + network.name()
                            + ": invalid endpoint settings:\n"
                            + "user specified IP address is supported only when connecting to networks with user"
                            + " configured subnets");
        }
        if (network.pools().stream().noneMatch(pool -> pool.subnet().contains(address))) {
            throw new NetworkException(
                    Kind.INVALID,
                    "invalid config for network " + network.name()
                            + ": invalid endpoint settings:\nno configured subnet" + " contains IP address "
                            + address.getHostAddress());
        }
        String holding = taken.putIfAbsent(address, holder);
        if (holding != null) {
            throw new NetworkException(
                    Kind.CONFLICT,
                    "Address already in use: " + address.getHostAddress() + " on network " + network.name()
                            + " belongs to " + holding);
        }
    }

    /** Notes an address that was given before the engine started; whoever has it keeps it. */
    void restore(InetAddress address, String holder) {
        taken.put(address, holder);
    }

    void release(InetAddress address) {
        taken.remove(address);
    }
}
