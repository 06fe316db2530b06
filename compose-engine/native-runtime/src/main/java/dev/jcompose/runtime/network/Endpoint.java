package dev.jcompose.runtime.network;

import dev.jcompose.runtime.network.address.MacAddress;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.util.List;
import java.util.Optional;

/**
 * A container's place on a network. Addresses are empty on {@code host} and {@code none}.
 *
 * @param id 64 hexadecimal digits
 * @param dnsNames every name that resolves to it on this network
 * @param interfaceName the device in the container, {@code eth0}; empty on {@code host} and {@code none}
 * @param hostInterface the device on the host's side; empty likewise
 */
public record Endpoint(
        String id,
        String networkId,
        String networkName,
        Optional<Ip<Inet4Address>> ipv4,
        Optional<Ip<Inet6Address>> ipv6,
        Optional<MacAddress> mac,
        List<String> aliases,
        List<String> dnsNames,
        int gatewayPriority,
        String interfaceName,
        String hostInterface) {

    public Endpoint {
        aliases = List.copyOf(aliases);
        dnsNames = List.copyOf(dnsNames);
    }

    /** The same endpoint under other names. */
    Endpoint withDnsNames(List<String> names) {
        return new Endpoint(
                id,
                networkId,
                networkName,
                ipv4,
                ipv6,
                mac,
                aliases,
                names,
                gatewayPriority,
                interfaceName,
                hostInterface);
    }

    /**
     * An address with what its network says about it.
     *
     * @param prefix length of the subnet's prefix
     * @param gateway the host's address on the network; empty on an internal network
     */
    public record Ip<A>(A address, int prefix, Optional<A> gateway) {}
}
