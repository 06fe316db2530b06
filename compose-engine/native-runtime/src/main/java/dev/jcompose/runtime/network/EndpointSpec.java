package dev.jcompose.runtime.network;

import dev.jcompose.runtime.network.address.MacAddress;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How a container wants to be connected to a network.
 *
 * @param network name, id or unambiguous start of an id
 * @param ipv4 a fixed address, only in a subnet that the client configured
 * @param ipv6 the same for IPv6
 * @param mac empty: derived from the IPv4 address
 * @param aliases names on this network beside the container's name, its short id and its hostname; may be shared
 * @param priority the network with the highest one becomes {@code eth0}
 * @param gatewayPriority the network with the highest one gives the default route
 * @param interfaceName empty: the next free {@code ethN}
 * @param links names that only this container sees, for others on this network
 */
public record EndpointSpec(
        String network,
        Optional<Inet4Address> ipv4,
        Optional<Inet6Address> ipv6,
        Optional<MacAddress> mac,
        List<String> aliases,
        int priority,
        int gatewayPriority,
        Optional<String> interfaceName,
        List<Link> links) {

    /** The order in which a starting container is connected: by descending priority, then by name. */
    public static final Comparator<EndpointSpec> CONNECT_ORDER =
            Comparator.comparingInt(EndpointSpec::priority).reversed().thenComparing(EndpointSpec::network);

    public EndpointSpec {
        aliases = List.copyOf(aliases);
        links = List.copyOf(links);
    }

    /** A connection without links. */
    public EndpointSpec(
            String network,
            Optional<Inet4Address> ipv4,
            Optional<Inet6Address> ipv6,
            Optional<MacAddress> mac,
            List<String> aliases,
            int priority,
            int gatewayPriority,
            Optional<String> interfaceName) {
        this(network, ipv4, ipv6, mac, aliases, priority, gatewayPriority, interfaceName, List.of());
    }

    /**
     * A name of this container's own for another one; several containers may have the same.
     *
     * @param container name or id
     */
    public record Link(String container, String alias) {

        /** Reads {@code container:alias}, or {@code container} alone, which is then the alias as well. */
        public static Link parse(String text) {
            int colon = text.indexOf(':');
            String container = colon < 0 ? text : text.substring(0, colon);
            return new Link(container, colon < 0 ? text : text.substring(colon + 1));
        }

        @Override
        public String toString() {
            return container + ":" + alias;
        }
    }

    /** A connection with nothing else said. */
    public static EndpointSpec to(String network) {
        return new EndpointSpec(
                network, Optional.empty(), Optional.empty(), Optional.empty(), List.of(), 0, 0, Optional.empty());
    }

    /** The same settings for a network of another name. */
    public EndpointSpec on(String other) {
        return new EndpointSpec(other, ipv4, ipv6, mac, aliases, priority, gatewayPriority, interfaceName, links);
    }

    /** The same with these aliases. */
    public EndpointSpec withAliases(List<String> names) {
        return new EndpointSpec(network, ipv4, ipv6, mac, names, priority, gatewayPriority, interfaceName, links);
    }

    /** The same with a fixed IPv4 address. */
    public EndpointSpec withIpv4(Inet4Address address) {
        return new EndpointSpec(
                network, Optional.of(address), ipv6, mac, aliases, priority, gatewayPriority, interfaceName, links);
    }

    /** The same with a gateway priority. */
    public EndpointSpec withGatewayPriority(int chosen) {
        return new EndpointSpec(network, ipv4, ipv6, mac, aliases, priority, chosen, interfaceName, links);
    }

    /** The same with links. */
    public EndpointSpec withLinks(List<Link> chosen) {
        return new EndpointSpec(network, ipv4, ipv6, mac, aliases, priority, gatewayPriority, interfaceName, chosen);
    }
}
