package dev.jcompose.runtime.network;

import dev.jcompose.runtime.network.NetworkException.Kind;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The host's ports that are taken for containers. Each is bound before packets are redirected, so that a conflict shows at once
 * and nobody else takes the port later; what the packet filter cannot redirect arrives at the bound socket and is relayed.
 */
final class HostPorts {
    private static final InetAddress ANY_V4 = InetAddress.ofLiteral("0.0.0.0");
    private static final InetAddress ANY_V6 = InetAddress.ofLiteral("::");
    private static final int BACKLOG = 128;

    private final boolean ipv6 = Files.exists(Path.of("/proc/net/if_inet6"));
    private final List<BoundPort> bound = new CopyOnWriteArrayList<>();

    /** Where a container's port can be reached at the moment, for relays. */
    @FunctionalInterface
    interface Target {
        /** The container's address, if it has one that can be published. */
        Optional<InetAddress> address();
    }

    /**
     * A port that is taken.
     *
     * @param binding what was asked for
     * @param hostPort what was given
     * @param holder the name of the container
     * @param relay serves what the packet filter does not redirect; empty for SCTP, and for a port that another process took
     *     while the daemon was away
     */
    record BoundPort(PortBinding binding, int hostPort, String holder, Optional<Relay> relay) {

        /** One entry, or one for each family. */
        List<PublishedPort> published(boolean ipv6) {
            if (binding.hostIp().isPresent()) {
                return List.of(entry(binding.hostIp().get()));
            }
            return ipv6 ? List.of(entry(ANY_V4), entry(ANY_V6)) : List.of(entry(ANY_V4));
        }

        private PublishedPort entry(InetAddress address) {
            return new PublishedPort(address, hostPort, binding.containerPort(), binding.protocol());
        }
    }

    boolean hasIpv6() {
        return ipv6;
    }

    /**
     * Takes the first free port of the binding's range, or any free port.
     *
     * @throws NetworkException PORT_ALLOCATED with the holder, when it can be found
     */
    BoundPort bind(PortBinding binding, String container, Target target) throws NetworkException {
        NetworkException failure = null;
        for (int port = binding.firstHostPort(); port <= binding.lastHostPort(); port++) {
            try {
                return bindOne(binding, port, container, target);
            } catch (NetworkException e) {
                failure = e;
            }
        }
        if (failure == null || binding.firstHostPort() == binding.lastHostPort()) {
            throw failure == null ? new NetworkException(Kind.INVALID, "empty range of ports") : failure;
        }
        throw new NetworkException(
                failure.kind(),
                "Bind for " + display(binding) + ":" + binding.firstHostPort() + "-" + binding.lastHostPort()
                        + " failed: all ports are allocated; the last one: " + failure.getMessage(),
                failure);
    }

    /** Takes the port again after a restart; when another process has taken it meanwhile, only the redirection remains. */
    BoundPort rebind(PortBinding binding, int hostPort, String container, Target target) {
        try {
            return bindOne(binding, hostPort, container, target);
        } catch (NetworkException e) {
            System.getLogger(HostPorts.class.getName())
                    .log(System.Logger.Level.WARNING, "a published port of " + container + " is redirected only", e);
            var port = new BoundPort(binding, hostPort, container, Optional.empty());
            bound.add(port);
            return port;
        }
    }

    void release(BoundPort port) {
        bound.remove(port);
        port.relay().ifPresent(Relay::close);
    }

    private synchronized BoundPort bindOne(PortBinding binding, int port, String container, Target target)
            throws NetworkException {
        try {
            var relay = switch (binding.protocol()) {
                case TCP -> Optional.<Relay>of(tcp(binding, port, target));
                case UDP -> Optional.<Relay>of(udp(binding, port, target));
                case SCTP -> {
                    refuseTaken(binding, port);
                    yield Optional.<Relay>empty();
                }
            };
            int given = relay.map(Relay::localPort).orElse(port);
            var result = new BoundPort(binding, given, container, relay);
            bound.add(result);
            return result;
        } catch (BindException e) {
            throw failure(binding, port, e);
        } catch (IOException e) {
            throw new NetworkException(
                    Kind.SYSTEM, "Bind for " + display(binding) + ":" + port + " failed: " + e.getMessage(), e);
        }
    }

    private TcpRelay tcp(PortBinding binding, int port, Target target) throws IOException {
        var channel = opened(
                ServerSocketChannel.open(family(binding)), socket -> socket.bind(address(binding, port), BACKLOG));
        return TcpRelay.start(channel, binding.containerPort(), target, admission(binding));
    }

    private UdpRelay udp(PortBinding binding, int port, Target target) throws IOException {
        var channel = opened(DatagramChannel.open(family(binding)), socket -> socket.bind(address(binding, port)));
        return UdpRelay.start(channel, binding.containerPort(), target, admission(binding));
    }

    @FunctionalInterface
    private interface Binding<C> {
        void bind(C channel) throws IOException;
    }

    private static <C extends Channel> C opened(C channel, Binding<C> binding) throws IOException {
        try {
            binding.bind(channel);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** A socket on :: takes IPv4 too, which the JDK cannot switch off: where only IPv6 was asked for, it is turned away. */
    private static Relay.Admission admission(PortBinding binding) {
        return binding.hostIp().filter(ANY_V6::equals).isPresent() ? Relay.Admission.IPV6_ONLY : Relay.Admission.ALL;
    }

    private StandardProtocolFamily family(PortBinding binding) {
        boolean v4 = binding.hostIp().map(Inet4Address.class::isInstance).orElse(!ipv6);
        return v4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
    }

    private InetSocketAddress address(PortBinding binding, int port) {
        return new InetSocketAddress(binding.hostIp().orElse(ipv6 ? ANY_V6 : ANY_V4), port);
    }

    private void refuseTaken(PortBinding binding, int port) throws BindException {
        if (holderHere(binding, port).isPresent()) {
            throw new BindException("Address already in use");
        }
    }

    private NetworkException failure(PortBinding binding, int port, BindException cause) {
        String what = "Bind for " + display(binding) + ":" + port + " failed: ";
        if (!String.valueOf(cause.getMessage()).contains("in use")) {
            return new NetworkException(Kind.PORT_ALLOCATED, what + cause.getMessage(), cause);
        }
        var container = holderHere(binding, port);
        String holder = container.isPresent()
                ? " by container " + container.get().holder()
                : PortHolder.find(binding.protocol(), port)
                        .map(process -> ": address already in use by " + process)
                        .orElse(": address already in use");
        return new NetworkException(Kind.PORT_ALLOCATED, what + "port is already allocated" + holder, cause);
    }

    private Optional<BoundPort> holderHere(PortBinding binding, int port) {
        return bound.stream()
                .filter(other -> other.hostPort() == port
                        && other.binding().protocol() == binding.protocol()
                        && overlap(other.binding().hostIp(), binding.hostIp()))
                .findFirst();
    }

    private static boolean overlap(Optional<InetAddress> one, Optional<InetAddress> other) {
        return one.isEmpty()
                || other.isEmpty()
                || one.get().isAnyLocalAddress()
                || other.get().isAnyLocalAddress()
                || one.equals(other);
    }

    private static String display(PortBinding binding) {
        var address = binding.hostIp().orElse(ANY_V4);
        return address instanceof Inet4Address ? address.getHostAddress() : "[" + address.getHostAddress() + "]";
    }

    /** What the packet filter redirects for a port, given the addresses of the container. */
    List<PortMapping> mappings(BoundPort port, Optional<InetAddress> ipv4, Optional<InetAddress> ipv6Target) {
        var binding = port.binding();
        boolean any = binding.hostIp().isEmpty() || binding.hostIp().get().isAnyLocalAddress();
        boolean wantsV4 = binding.hostIp().map(Inet4Address.class::isInstance).orElse(true);
        boolean wantsV6 =
                binding.hostIp().map(ip -> !(ip instanceof Inet4Address)).orElse(ipv6);
        // ::1 cannot be routed to a container: its relay serves it.
        wantsV6 &= binding.hostIp().filter(InetAddress::isLoopbackAddress).isEmpty();
        var at = any ? Optional.<InetAddress>empty() : binding.hostIp();
        var result = new ArrayList<PortMapping>();
        if (wantsV4) {
            ipv4.ifPresent(ip -> result.add(mapping(port, at, ip)));
        }
        if (wantsV6) {
            ipv6Target.ifPresent(ip -> result.add(mapping(port, at, ip)));
        }
        return result;
    }

    private static PortMapping mapping(BoundPort port, Optional<InetAddress> at, InetAddress target) {
        return new PortMapping(
                at,
                port.hostPort(),
                port.binding().protocol(),
                target,
                port.binding().containerPort());
    }
}
