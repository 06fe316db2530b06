package dev.jcompose.runtime.network;

import dev.jcompose.runtime.network.address.Cidr;
import java.net.InetAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One subnet of a network.
 *
 * @param gateway the host's address in the subnet; empty only in a request, where the first free host address is meant
 * @param range where dynamic addresses come from; empty: the whole subnet
 * @param auxiliary addresses never given to a container, by name
 */
public record IpamPool(
        Cidr subnet, Optional<InetAddress> gateway, Optional<Cidr> range, Map<String, InetAddress> auxiliary) {

    public IpamPool {
        auxiliary = Collections.unmodifiableMap(new LinkedHashMap<>(auxiliary));
    }

    /** A subnet with nothing else said. */
    public static IpamPool of(Cidr subnet) {
        return new IpamPool(subnet, Optional.empty(), Optional.empty(), Map.of());
    }
}
