package dev.jcompose.runtime.network;

import dev.jcompose.runtime.network.NetworkDetails.Connected;
import dev.jcompose.runtime.network.NetworkException.Kind;
import dev.jcompose.runtime.network.address.MacAddress;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A network in use: its addresses, who is connected, and the names of these. Safe for several threads. */
final class LiveNetwork {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Network network;
    private final Ipam ipam;
    private final Map<String, Connected> containers = new LinkedHashMap<>();
    private boolean retired;

    LiveNetwork(Network network) {
        this.network = network;
        this.ipam = new Ipam(network);
    }

    Network network() {
        return network;
    }

    /** A new random id of 64 hexadecimal digits. */
    static String newId() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Names of the devices of a connection. */
    record Interfaces(String container, String host) {}

    /**
     * Gives a container addresses and makes its names known.
     *
     * @throws NetworkException FORBIDDEN when it is connected already, and as {@link Ipam}
     */
    synchronized Endpoint attach(SandboxSpec container, EndpointSpec spec, Interfaces interfaces)
            throws NetworkException {
        if (retired) {
            throw new NetworkException(Kind.NOT_FOUND, "network " + network.name() + " not found");
        }
        if (containers.containsKey(container.containerId())) {
            throw new NetworkException(
                    Kind.FORBIDDEN,
                    "endpoint with name " + container.containerName() + " already exists in network " + network.name());
        }
        if (network.driver() == Driver.IPVLAN && spec.mac().isPresent()) {
            throw new NetworkException(
                    Kind.INVALID,
                    "network " + network.name()
                            + ": ipvlan interfaces do not support custom mac address assignment: they"
                            + " have that of " + network.device());
        }
        String holder = "container " + container.containerName();
        Optional<Endpoint.Ip<Inet4Address>> ipv4 = Optional.empty();
        Optional<Endpoint.Ip<Inet6Address>> ipv6 = Optional.empty();
        try {
            var pool4 = ipam.pool(true);
            if (pool4.isPresent()) {
                ipv4 = Optional.of(ip(Inet4Address.class, take(spec.ipv4().orElse(null), true, holder), pool4.get()));
            } else if (spec.ipv4().isPresent()) {
                ipam.reserve(spec.ipv4().get(), holder);
            }
            var pool6 = ipam.pool(false);
            if (pool6.isPresent() && network.ipv6()) {
                ipv6 = Optional.of(ip(Inet6Address.class, take(spec.ipv6().orElse(null), false, holder), pool6.get()));
            } else if (spec.ipv6().isPresent()) {
                ipam.reserve(spec.ipv6().get(), holder);
            }
        } catch (NetworkException e) {
            ipv4.ifPresent(ip -> ipam.release(ip.address()));
            throw e;
        }
        Optional<MacAddress> mac = switch (network.driver()) {
            case BRIDGE, MACVLAN -> spec.mac().or(derived(ipv4)).or(() -> Optional.of(MacAddress.random()));
            case IPVLAN, HOST, NONE -> Optional.empty();
        };
        var endpoint = new Endpoint(
                newId(),
                network.id(),
                network.name(),
                ipv4,
                ipv6,
                mac,
                spec.aliases(),
                network.resolvesNames() ? dnsNames(container, spec.aliases()) : List.of(),
                spec.gatewayPriority(),
                interfaces.container(),
                interfaces.host());
        containers.put(
                container.containerId(), new Connected(container.containerId(), container.containerName(), endpoint));
        return endpoint;
    }

    private static Supplier<Optional<? extends MacAddress>> derived(Optional<Endpoint.Ip<Inet4Address>> ipv4) {
        return () -> ipv4.map(ip -> MacAddress.derivedFrom(ip.address()));
    }

    private InetAddress take(@Nullable InetAddress wanted, boolean v4, String holder) throws NetworkException {
        if (wanted == null) {
            return ipam.allocate(v4, holder);
        }
        ipam.reserve(wanted, holder);
        return wanted;
    }

    /** An internal network leads nowhere, and where the parent routes there is nobody to send to: neither names a gateway. */
    private <A extends InetAddress> Endpoint.Ip<A> ip(Class<A> family, InetAddress address, IpamPool pool) {
        var subnet = network.pools().stream()
                .map(IpamPool::subnet)
                .filter(block -> block.contains(address))
                .findFirst()
                .orElse(pool.subnet());
        return new Endpoint.Ip<>(
                family.cast(address),
                subnet.prefix(),
                network.internal() || ParentOptions.isRouted(network)
                        ? Optional.empty()
                        : pool.gateway().map(family::cast));
    }

    static List<String> dnsNames(SandboxSpec container, List<String> aliases) {
        var names = new LinkedHashSet<String>();
        names.add(container.containerName());
        names.addAll(aliases);
        names.add(container.containerId().substring(0, 12));
        names.add(container.hostname());
        return List.copyOf(names);
    }

    /** Notes a connection that was made before the daemon started. */
    synchronized void restore(SandboxSpec container, Endpoint endpoint) {
        String holder = "container " + container.containerName();
        endpoint.ipv4().ifPresent(ip -> ipam.restore(ip.address(), holder));
        endpoint.ipv6().ifPresent(ip -> ipam.restore(ip.address(), holder));
        replace(container, endpoint);
    }

    /** Puts other names in the place of a container's former ones. */
    synchronized void replace(SandboxSpec container, Endpoint endpoint) {
        containers.put(
                container.containerId(), new Connected(container.containerId(), container.containerName(), endpoint));
    }

    /** Gives back what the container had. */
    synchronized void detach(String containerId) {
        var connected = containers.remove(containerId);
        if (connected != null) {
            connected.endpoint().ipv4().ifPresent(ip -> ipam.release(ip.address()));
            connected.endpoint().ipv6().ifPresent(ip -> ipam.release(ip.address()));
        }
    }

    synchronized List<Connected> containers() {
        return List.copyOf(containers.values());
    }

    /**
     * Lets nobody connect any more.
     *
     * @throws NetworkException FORBIDDEN while containers are connected
     */
    synchronized void retire() throws NetworkException {
        if (!containers.isEmpty()) {
            throw new NetworkException(
                    Kind.FORBIDDEN,
                    "error while removing network: network " + network.name() + " id " + network.id()
                            + " has active endpoints");
        }
        retired = true;
    }

    /** The addresses that a name has here; none when nobody has the name. */
    synchronized List<InetAddress> addresses(String name) {
        var addresses = new ArrayList<InetAddress>();
        for (var connected : containers.values()) {
            var endpoint = connected.endpoint();
            if (endpoint.dnsNames().stream()
                    .anyMatch(own -> own.toLowerCase(Locale.ROOT).equals(name))) {
                endpoint.ipv4().ifPresent(ip -> addresses.add(ip.address()));
                endpoint.ipv6().ifPresent(ip -> addresses.add(ip.address()));
            }
        }
        return addresses;
    }

    /** The first name of who has an address. */
    synchronized Optional<String> nameOf(InetAddress address) {
        return containers.values().stream()
                .filter(connected -> has(connected.endpoint(), address))
                .map(Connected::containerName)
                .findFirst();
    }

    private static boolean has(Endpoint endpoint, InetAddress address) {
        return endpoint.ipv4().filter(ip -> ip.address().equals(address)).isPresent()
                || endpoint.ipv6().filter(ip -> ip.address().equals(address)).isPresent();
    }
}
