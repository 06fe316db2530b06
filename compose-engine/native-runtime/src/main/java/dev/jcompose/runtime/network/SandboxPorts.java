package dev.jcompose.runtime.network;

import dev.jcompose.runtime.network.HostPorts.BoundPort;
import dev.jcompose.runtime.network.NetworkException.Kind;
import dev.jcompose.runtime.network.netlink.NetlinkConnection;
import dev.jcompose.runtime.network.nft.Conntrack;
import dev.jcompose.runtime.network.nft.Family;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The published ports of one container. They lead to the endpoint that gives the default route; while there is none, they are
 * only remembered. Guarded by the lock of its sandbox; what relays ask is volatile.
 */
final class SandboxPorts {
    private final HostPorts hostPorts;
    private final Firewall firewall;
    private final NetlinkConnection netfilter;

    private final List<PortBinding> waiting = new ArrayList<>();
    private final List<BoundPort> bound = new ArrayList<>();
    private List<PortMapping> installed = List.of();
    private volatile Target target = Target.NONE;

    SandboxPorts(HostPorts hostPorts, Firewall firewall, NetlinkConnection netfilter) {
        this.hostPorts = hostPorts;
        this.firewall = firewall;
        this.netfilter = netfilter;
    }

    /**
     * Where ports lead.
     *
     * @param bindAddress the host's address that the network prefers for bindings that name none
     */
    record Target(Optional<InetAddress> ipv4, Optional<InetAddress> ipv6, Optional<InetAddress> bindAddress) {
        static final Target NONE = new Target(Optional.empty(), Optional.empty(), Optional.empty());

        boolean isNone() {
            return ipv4.isEmpty() && ipv6.isEmpty();
        }

        Optional<InetAddress> forRelays() {
            return ipv4.or(() -> ipv6);
        }
    }

    /** Publishes more ports, all or none of them. */
    void publish(List<PortBinding> bindings, String container) throws NetworkException {
        if (target.isNone()) {
            waiting.addAll(bindings);
            return;
        }
        int before = bound.size();
        try {
            bind(bindings, container);
            install();
        } catch (NetworkException e) {
            undo(before, e);
            throw e;
        }
    }

    /** Lets the ports lead elsewhere, or nowhere. */
    void retarget(Target next, String container) throws NetworkException {
        if (next.equals(target)) {
            return;
        }
        target = next;
        int before = bound.size();
        try {
            if (!next.isNone()) {
                bind(waiting, container);
                waiting.clear();
            }
            install();
        } catch (NetworkException e) {
            undo(before, e);
            throw e;
        }
    }

    private void bind(List<PortBinding> bindings, String container) throws NetworkException {
        for (var binding : bindings) {
            var preferred = target.bindAddress();
            var effective = binding.hostIp().isEmpty() && preferred.isPresent() ? binding.on(preferred.get()) : binding;
            bound.add(hostPorts.bind(effective, container, () -> target.forRelays()));
        }
    }

    private void undo(int before, NetworkException failure) {
        while (bound.size() > before) {
            hostPorts.release(bound.removeLast());
        }
        try {
            install();
        } catch (NetworkException e) {
            failure.addSuppressed(e);
        }
    }

    private void install() throws NetworkException {
        var wanted = mappings();
        var surplus = new ArrayList<>(installed);
        surplus.removeAll(wanted);
        var missing = new ArrayList<>(wanted);
        missing.removeAll(installed);
        try {
            if (!surplus.isEmpty()) {
                firewall.unpublish(surplus);
                installed = installed.stream()
                        .filter(mapping -> !surplus.contains(mapping))
                        .toList();
            }
            if (!missing.isEmpty()) {
                firewall.publish(missing);
                installed = wanted;
            }
            surplus.addAll(missing);
            forgetFlows(surplus);
        } catch (IOException e) {
            throw new NetworkException(Kind.SYSTEM, "cannot redirect published ports: " + e.getMessage(), e);
        }
    }

    private void forgetFlows(List<PortMapping> changed) throws IOException {
        for (var family : Family.values()) {
            var ports = changed.stream()
                    .filter(mapping -> mapping.protocol() == Protocol.UDP && mapping.family() == family)
                    .map(PortMapping::hostPort)
                    .collect(Collectors.toSet());
            if (!ports.isEmpty()) {
                Conntrack.forget(netfilter, family, Protocol.UDP.number(), ports);
            }
        }
    }

    /** What the packet filter has to redirect. */
    List<PortMapping> mappings() {
        var mappings = new LinkedHashSet<PortMapping>();
        for (var port : bound) {
            mappings.addAll(hostPorts.mappings(port, target.ipv4(), target.ipv6()));
        }
        return List.copyOf(mappings);
    }

    List<PublishedPort> published() {
        return target.isNone()
                ? List.of()
                : bound.stream()
                        .flatMap(port -> port.published(hostPorts.hasIpv6()).stream())
                        .toList();
    }

    List<SandboxState.Port> state() {
        var ports = new ArrayList<SandboxState.Port>();
        bound.forEach(port -> ports.add(new SandboxState.Port(port.binding(), port.hostPort())));
        waiting.forEach(binding -> ports.add(new SandboxState.Port(binding, 0)));
        return ports;
    }

    /** Takes the ports of a container that outlived the daemon; the packet filter redirects them still. */
    void restore(List<SandboxState.Port> ports, Target leadingTo, String container) {
        target = leadingTo;
        for (var port : ports) {
            if (port.hostPort() == 0) {
                waiting.add(port.binding());
            } else {
                bound.add(hostPorts.rebind(port.binding(), port.hostPort(), container, () -> target.forRelays()));
            }
        }
        installed = mappings();
    }

    /** Withdraws all ports. */
    void close() throws NetworkException {
        waiting.clear();
        release();
        bound.clear();
        install();
    }

    /** Closes the sockets; the packet filter goes on redirecting. */
    void release() {
        bound.forEach(hostPorts::release);
    }
}
