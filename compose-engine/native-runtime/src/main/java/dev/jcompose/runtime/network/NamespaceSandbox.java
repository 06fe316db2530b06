package dev.jcompose.runtime.network;

import dev.jcompose.runtime.network.EtcFiles.NameServer;
import dev.jcompose.runtime.network.NetworkException.Kind;
import dev.jcompose.runtime.network.dns.DnsServer;
import dev.jcompose.runtime.network.dns.Forwarding;
import dev.jcompose.runtime.network.netlink.NetlinkConnection.Request;
import dev.jcompose.runtime.network.netlink.RouteNetlink;
import dev.jcompose.runtime.network.nft.Family;
import dev.jcompose.runtime.os.Errno;
import dev.jcompose.runtime.os.ErrnoException;
import dev.jcompose.runtime.os.NetworkNamespace;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The network of a container that has a namespace of its own. */
final class NamespaceSandbox implements Sandbox {
    private static final System.Logger LOG = System.getLogger(NamespaceSandbox.class.getName());
    private static final int LOOPBACK = 1;

    private final HostStack host;
    private final NetworkDirectory networks;
    private final NetworkNamespace namespace;
    private final RouteNetlink route;
    private final SandboxPorts ports;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();
    /** By the id of the network; read by the name server. */
    private final Map<String, List<EndpointSpec.Link>> links = new ConcurrentHashMap<>();

    private volatile List<LiveNetwork> resolving = List.of();
    private volatile SandboxSpec spec;
    private @Nullable DnsServer dns;
    private int dnsUdpPort;
    private int dnsTcpPort;
    private boolean closed;

    private NamespaceSandbox(
            HostStack host,
            NetworkDirectory networks,
            SandboxSpec spec,
            NetworkNamespace namespace,
            RouteNetlink route) {
        this.host = host;
        this.networks = networks;
        this.spec = spec;
        this.namespace = namespace;
        this.route = route;
        this.ports = new SandboxPorts(host.ports(), host.firewall(), host.netfilter());
    }

    /** Makes a namespace with the loopback device up and the settings that Docker gives it. */
    static NamespaceSandbox create(HostStack host, NetworkDirectory networks, SandboxSpec spec) throws IOException {
        var created = NetworkNamespace.create(() -> {
            var route = RouteNetlink.open();
            try {
                route.configure(List.of(RouteNetlink.up(LOOPBACK)));
                settings(spec);
                return route;
            } catch (IOException | RuntimeException e) {
                route.close();
                throw e;
            }
        });
        var sandbox = new NamespaceSandbox(host, networks, spec, created.namespace(), created.result());
        sandbox.save();
        return sandbox;
    }

    private static void settings(SandboxSpec spec) throws IOException {
        // The namespace is the container's: its users may have low ports and ping without more rights.
        Sysctl.setIfPresent("net/ipv4/ip_unprivileged_port_start", "0");
        Sysctl.setIfPresent("net/ipv4/ping_group_range", "0 2147483647");
        Sysctl.setIfPresent("net/ipv6/conf/default/accept_ra", "0");
        for (var setting : spec.sysctls().entrySet()) {
            Sysctl.set(Sysctl.path(setting.getKey()), setting.getValue());
        }
    }

    /** Takes over the namespace of a process. */
    static NamespaceSandbox adopt(HostStack host, NetworkDirectory networks, SandboxState state, long pid)
            throws IOException, NetworkException {
        var namespace = NetworkNamespace.ofProcess(pid);
        try {
            var route = namespace.call(RouteNetlink::open);
            var sandbox = new NamespaceSandbox(host, networks, state.spec(), namespace, route);
            sandbox.restore(state);
            return sandbox;
        } catch (IOException | NetworkException | RuntimeException e) {
            namespace.close();
            throw e;
        }
    }

    private void restore(SandboxState state) throws IOException, NetworkException {
        for (var endpoint : state.endpoints()) {
            networks.live(endpoint.networkId()).restore(spec, endpoint);
            endpoints.put(endpoint.networkId(), endpoint);
        }
        links.putAll(state.links());
        refreshResolving();
        dnsUdpPort = state.dnsUdpPort();
        dnsTcpPort = state.dnsTcpPort();
        if (dnsUdpPort != 0) {
            startDns();
        }
        ports.restore(state.ports(), target(), spec.containerName());
        save();
    }

    @Override
    public String containerId() {
        return spec.containerId();
    }

    @Override
    public Optional<Path> namespacePath() {
        lock.lock();
        try {
            return closed ? Optional.empty() : Optional.of(namespace.fd().pathForOthers());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Endpoint connect(EndpointSpec wanted) throws NetworkException {
        lock.lock();
        try {
            requireOpen();
            var network = networks.live(wanted.network());
            return switch (network.network().driver()) {
                case HOST ->
                    throw new NetworkException(
                            Kind.FORBIDDEN, "container cannot be connected to host network - container has its own");
                case NONE -> {
                    var endpoint = network.attach(spec, wanted, new LiveNetwork.Interfaces("", ""));
                    endpoints.put(network.network().id(), endpoint);
                    save();
                    yield endpoint;
                }
                case BRIDGE -> connectBridge(network, wanted);
            };
        } catch (IOException e) {
            throw system("connect container " + spec.containerName() + " to network " + wanted.network(), e);
        } finally {
            lock.unlock();
        }
    }

    private Endpoint connectBridge(LiveNetwork network, EndpointSpec wanted) throws NetworkException, IOException {
        int bridge = networks.deviceOf(network);
        var names = new LiveNetwork.Interfaces(
                wanted.interfaceName().orElseGet(this::freeInterfaceName),
                host.identity().newHostInterface());
        var endpoint = network.attach(spec, wanted, names);
        try {
            endpoints.put(network.network().id(), endpoint);
            links.put(network.network().id(), wanted.links());
            refreshResolving();
            plug(network.network(), endpoint, bridge);
            if (network.network().resolvesNames() && dns == null) {
                startDns();
            }
            routeAndPublish();
            save();
            return endpoint;
        } catch (IOException | NetworkException | RuntimeException e) {
            undoConnect(network, endpoint, e);
            throw e;
        }
    }

    private void undoConnect(LiveNetwork network, Endpoint endpoint, Exception failure) {
        endpoints.remove(network.network().id());
        links.remove(network.network().id());
        refreshResolving();
        try {
            unplug(endpoint);
            routeAndPublish();
            save();
        } catch (IOException | NetworkException e) {
            failure.addSuppressed(e);
        } finally {
            network.detach(containerId());
        }
    }

    private void plug(Network network, Endpoint endpoint, int bridge) throws IOException {
        int mtu = Integer.parseInt(network.options().getOrDefault(BridgeOptions.MTU, "0"));
        host.route()
                .createVeth(new RouteNetlink.VethPair(
                        endpoint.hostInterface(),
                        host.identity().group(),
                        bridge,
                        namespace,
                        endpoint.interfaceName(),
                        endpoint.mac().orElseThrow(),
                        mtu));
        int device = device(endpoint.interfaceName());
        var requests = new ArrayList<Request>();
        if (endpoint.ipv6().isEmpty()) {
            requests.add(RouteNetlink.withoutLinkLocalAddress(device));
        }
        endpoint.ipv4().ifPresent(ip -> requests.add(RouteNetlink.address(device, ip.address(), ip.prefix())));
        endpoint.ipv6().ifPresent(ip -> requests.add(RouteNetlink.address(device, ip.address(), ip.prefix())));
        requests.add(RouteNetlink.up(device));
        route.configure(requests);
        host.route().activatePort(endpoint.hostInterface(), endpoint.mac().orElseThrow());
    }

    private int device(String name) throws IOException {
        return route.findLink(name)
                .orElseThrow(() -> new ErrnoException("find " + name + " in the container", Errno.ENODEV))
                .index();
    }

    private void unplug(Endpoint endpoint) throws IOException {
        var link = host.route().findLink(endpoint.hostInterface());
        if (link.isPresent()) {
            host.route().deleteLink(link.get().index());
        }
    }

    private String freeInterfaceName() {
        for (int i = 0; ; i++) {
            String name = "eth" + i;
            if (endpoints.values().stream()
                    .noneMatch(other -> other.interfaceName().equals(name))) {
                return name;
            }
        }
    }

    private void routeAndPublish() throws IOException, NetworkException {
        var requests = new ArrayList<Request>();
        for (var family : Family.values()) {
            var endpoint = Gateways.endpoint(endpoints.values(), family);
            if (endpoint.isPresent()) {
                requests.add(RouteNetlink.defaultRoute(
                        device(endpoint.get().interfaceName()),
                        Gateways.address(endpoint.get(), family).orElseThrow()));
            }
        }
        route.configure(requests);
        ports.retarget(target(), spec.containerName());
    }

    private SandboxPorts.Target target() throws NetworkException {
        var v4 = Gateways.endpoint(endpoints.values(), Family.IPV4);
        var v6 = Gateways.endpoint(endpoints.values(), Family.IPV6);
        Optional<InetAddress> bindAddress = Optional.empty();
        if (v4.isPresent()) {
            var network = networks.live(v4.get().networkId()).network();
            bindAddress = Optional.ofNullable(network.options().get(BridgeOptions.HOST_IP))
                    .map(InetAddress::ofLiteral);
        }
        return new SandboxPorts.Target(
                v4.flatMap(Endpoint::ipv4).map(Endpoint.Ip::address),
                v6.flatMap(Endpoint::ipv6).map(Endpoint.Ip::address),
                bindAddress);
    }

    private void startDns() throws IOException {
        var sockets = namespace.call(() -> ContainerDns.openHere(dnsUdpPort, dnsTcpPort));
        dnsUdpPort = sockets.udpPort();
        dnsTcpPort = sockets.tcpPort();
        dns = DnsServer.start(sockets, new ContainerZone(() -> resolving, this::linksOn, this::forwarding));
    }

    private List<EndpointSpec.Link> linksOn(LiveNetwork network) {
        return links.getOrDefault(network.network().id(), List.of());
    }

    private Forwarding forwarding() {
        boolean reachesOutside =
                resolving.stream().anyMatch(network -> !network.network().internal());
        boolean singleLabels = spec.dnsOptions().stream().noneMatch(option -> option.startsWith("ndots:"));
        if (!spec.dns().isEmpty()) {
            return new Forwarding(NameServers.sockets(spec.dns()), Optional.of(namespace), singleLabels);
        }
        if (!reachesOutside) {
            return Forwarding.none();
        }
        var servers = NameServers.read(host.hostFiles().resolvConf()).servers();
        return new Forwarding(NameServers.sockets(servers), Optional.empty(), singleLabels);
    }

    private void refreshResolving() {
        var live = new ArrayList<LiveNetwork>();
        for (var id : endpoints.keySet()) {
            networks.find(id)
                    .filter(network -> network.network().resolvesNames())
                    .ifPresent(live::add);
        }
        resolving = List.copyOf(live);
    }

    @Override
    public void disconnect(String reference) throws NetworkException {
        lock.lock();
        try {
            requireOpen();
            var network = networks.live(reference);
            var endpoint = endpoints.remove(network.network().id());
            if (endpoint == null) {
                throw new NetworkException(
                        Kind.NOT_FOUND,
                        "container " + spec.containerName() + " is not connected to network "
                                + network.network().name());
            }
            links.remove(network.network().id());
            refreshResolving();
            try {
                unplug(endpoint);
                routeAndPublish();
                save();
            } finally {
                network.detach(containerId());
            }
        } catch (IOException e) {
            throw system("disconnect container " + spec.containerName() + " from network " + reference, e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<Endpoint> endpoints() {
        lock.lock();
        try {
            return List.copyOf(endpoints.values());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<PublishedPort> publish(List<PortBinding> bindings) throws NetworkException {
        lock.lock();
        try {
            requireOpen();
            ports.publish(bindings, spec.containerName());
            save();
            return ports.published();
        } catch (IOException e) {
            throw system("publish ports of container " + spec.containerName(), e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<PublishedPort> published() {
        lock.lock();
        try {
            return ports.published();
        } finally {
            lock.unlock();
        }
    }

    NetworkNamespace namespace() {
        return namespace;
    }

    /** What the packet filter has to redirect for this container. */
    List<PortMapping> mappings() {
        lock.lock();
        try {
            return ports.mappings();
        } finally {
            lock.unlock();
        }
    }

    /** The devices on the host that belong to this container. */
    List<String> hostInterfaces() {
        return endpoints().stream().map(Endpoint::hostInterface).toList();
    }

    @Override
    public void rename(String containerName) throws NetworkException {
        lock.lock();
        try {
            requireOpen();
            spec = spec.named(containerName);
            for (var entry : endpoints.entrySet()) {
                var endpoint = entry.getValue();
                var network = networks.live(entry.getKey());
                var renamed = network.network().resolvesNames()
                        ? endpoint.withDnsNames(LiveNetwork.dnsNames(spec, endpoint.aliases()))
                        : endpoint;
                entry.setValue(renamed);
                network.replace(spec, renamed);
            }
            save();
        } catch (IOException e) {
            throw system("rename the network's container to " + containerName, e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public EtcFiles etcFiles() throws NetworkException {
        lock.lock();
        try {
            Optional<InetAddress> gateway = Gateways.endpoint(endpoints.values(), Family.IPV4)
                    .flatMap(endpoint -> Gateways.address(endpoint, Family.IPV4));
            return EtcFiles.forContainer(
                    spec,
                    endpoints.values(),
                    gateway,
                    dns == null ? NameServer.OUTSIDE : NameServer.EMBEDDED,
                    host.hostFiles());
        } finally {
            lock.unlock();
        }
    }

    private void save() throws IOException {
        host.files()
                .save(new SandboxState(
                        spec,
                        false,
                        List.copyOf(endpoints.values()),
                        links,
                        dns == null ? 0 : dnsUdpPort,
                        dns == null ? 0 : dnsTcpPort,
                        ports.state()));
    }

    private void requireOpen() throws NetworkException {
        if (closed) {
            throw new NetworkException(
                    Kind.NOT_FOUND, "the network of container " + spec.containerName() + " is gone: it has stopped");
        }
    }

    private static NetworkException system(String operation, IOException cause) {
        return new NetworkException(Kind.SYSTEM, "cannot " + operation + ": " + cause.getMessage(), cause);
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            try {
                ports.close();
            } catch (NetworkException e) {
                LOG.log(System.Logger.Level.WARNING, "ports of " + spec.containerName() + " may remain", e);
            }
            letGo();
            endpoints.keySet().forEach(id -> networks.find(id).ifPresent(network -> network.detach(containerId())));
            host.files().delete(containerId());
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "cannot remove the network state of " + spec.containerName(), e);
        } finally {
            lock.unlock();
            networks.forget(this);
        }
    }

    /** The daemon goes, the container stays: everything of the kernel's remains as it is. */
    void release() {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                ports.release();
                letGo();
            }
        } finally {
            lock.unlock();
        }
    }

    private void letGo() {
        if (dns != null) {
            dns.close();
        }
        route.close();
        namespace.close();
    }
}
