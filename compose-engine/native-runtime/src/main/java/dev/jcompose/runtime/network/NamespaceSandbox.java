package dev.jcompose.runtime.network;

import dev.jcompose.runtime.network.EtcFiles.NameServer;
import dev.jcompose.runtime.network.NetworkException.Kind;
import dev.jcompose.runtime.network.netlink.RouteNetlink;
import dev.jcompose.runtime.network.nft.Family;
import dev.jcompose.runtime.os.Errno;
import dev.jcompose.runtime.os.ErrnoException;
import dev.jcompose.runtime.os.NetworkNamespace;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** The network of a container that has a namespace of its own. */
final class NamespaceSandbox implements Sandbox {
    private static final System.Logger LOG = System.getLogger(NamespaceSandbox.class.getName());
    private static final int LOOPBACK = 1;

    private final HostStack host;
    private final NetworkDirectory networks;
    private final NetworkNamespace namespace;
    private final RouteNetlink route;
    private final Cables cables;
    private final SandboxPorts ports;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();
    private final SandboxDns dns;

    private volatile SandboxSpec spec;
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
        this.cables = new Cables(host, namespace, route);
        this.dns = new SandboxDns(host.hostFiles(), namespace, spec);
        this.ports = new SandboxPorts(host.ports(), host.firewall(), host.netfilter());
    }

    /** Makes a namespace with the loopback device up and the settings that Docker gives it. */
    static NamespaceSandbox create(HostStack host, NetworkDirectory networks, SandboxSpec spec) throws IOException {
        var created = NetworkNamespace.create(() -> begin(spec));
        var sandbox = new NamespaceSandbox(host, networks, spec, created.namespace(), created.result());
        sandbox.save();
        return sandbox;
    }

    /** The same with a namespace that is there already, and is taken over. */
    static NamespaceSandbox create(
            HostStack host, NetworkDirectory networks, SandboxSpec spec, NetworkNamespace namespace)
            throws IOException {
        try {
            var sandbox = new NamespaceSandbox(host, networks, spec, namespace, namespace.call(() -> begin(spec)));
            sandbox.save();
            return sandbox;
        } catch (IOException | RuntimeException e) {
            namespace.close();
            throw e;
        }
    }

    private static RouteNetlink begin(SandboxSpec spec) throws IOException {
        var route = RouteNetlink.open();
        try {
            route.configure(List.of(RouteNetlink.up(LOOPBACK)));
            settings(spec);
            return route;
        } catch (IOException | RuntimeException e) {
            route.close();
            throw e;
        }
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
        state.links().forEach(dns::link);
        dns.serve(resolving());
        if (state.dnsUdpPort() != 0) {
            dns.start(state.dnsUdpPort(), state.dnsTcpPort());
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
                case BRIDGE, MACVLAN, IPVLAN -> connectDevice(network, wanted);
            };
        } catch (IOException e) {
            throw system("connect container " + spec.containerName() + " to network " + wanted.network(), e);
        } finally {
            lock.unlock();
        }
    }

    private Endpoint connectDevice(LiveNetwork network, EndpointSpec wanted) throws NetworkException, IOException {
        int device = networks.deviceOf(network);
        var names = new LiveNetwork.Interfaces(
                wanted.interfaceName().orElseGet(this::freeInterfaceName),
                network.network().driver() == Driver.BRIDGE ? host.identity().newHostInterface() : "");
        var endpoint = network.attach(spec, wanted, names);
        try {
            endpoints.put(network.network().id(), endpoint);
            dns.link(network.network().id(), wanted.links());
            dns.serve(resolving());
            cables.plug(network.network(), endpoint, device);
            if (network.network().resolvesNames() && !dns.isRunning()) {
                dns.start(0, 0);
            }
            routeAndPublish();
            save();
            return endpoint;
        } catch (IOException | NetworkException | RuntimeException e) {
            undoConnect(network, endpoint, e);
            if (e instanceof ErrnoException errno && errno.is(Errno.EXFULL)) {
                throw full(network.network(), errno);
            }
            throw e;
        }
    }

    /** The kernel numbers the ports of a bridge with ten bits (BR_PORT_BITS). */
    private NetworkException full(Network network, ErrnoException cause) {
        return new NetworkException(
                Kind.CONFLICT,
                "cannot connect container " + spec.containerName() + " to network " + network.name()
                        + ": its bridge has all the 1023 ports that Linux gives one; use another network for more",
                cause);
    }

    private void undoConnect(LiveNetwork network, Endpoint endpoint, Exception failure) {
        endpoints.remove(network.network().id());
        dns.unlink(network.network().id());
        dns.serve(resolving());
        try {
            cables.unplug(endpoint);
            routeAndPublish();
            save();
        } catch (IOException | NetworkException e) {
            failure.addSuppressed(e);
        } finally {
            network.detach(containerId());
        }
    }

    /** The networks whose names the container knows. */
    private List<LiveNetwork> resolving() {
        return endpoints.keySet().stream()
                .flatMap(id -> networks.find(id).stream())
                .filter(network -> network.network().resolvesNames())
                .toList();
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
        cables.route(
                endpoints.values(),
                endpoint -> networks.find(endpoint.networkId())
                        .filter(network -> ParentOptions.isRouted(network.network()))
                        .isPresent());
        ports.retarget(target(), spec.containerName());
    }

    /** Those that the host reaches: on top of a device of the host's, a container is out of its reach. */
    private List<Endpoint> reachable() {
        return endpoints.values().stream()
                .filter(endpoint -> !endpoint.hostInterface().isEmpty())
                .toList();
    }

    private SandboxPorts.Target target() throws NetworkException {
        var v4 = Gateways.endpoint(reachable(), Family.IPV4);
        var v6 = Gateways.endpoint(reachable(), Family.IPV6);
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
            dns.unlink(network.network().id());
            dns.serve(resolving());
            try {
                cables.unplug(endpoint);
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
        lock.lock();
        try {
            return reachable().stream().map(Endpoint::hostInterface).toList();
        } finally {
            lock.unlock();
        }
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
            Optional<InetAddress> gateway = Gateways.endpoint(reachable(), Family.IPV4)
                    .flatMap(endpoint -> Gateways.address(endpoint, Family.IPV4));
            return EtcFiles.forContainer(
                    spec,
                    endpoints.values(),
                    gateway,
                    dns.isRunning() ? NameServer.EMBEDDED : NameServer.OUTSIDE,
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
                        dns.links(),
                        dns.udpPort(),
                        dns.tcpPort(),
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
            freeAddresses();
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

    /**
     * The kernel takes a namespace down some time after its last user, and until then nobody else on the same parent can have
     * the hardware address of a device in it. The next container to get the address would not start.
     */
    private void freeAddresses() {
        for (var endpoint : endpoints.values()) {
            try {
                if (endpoint.hostInterface().isEmpty()) {
                    cables.unplug(endpoint);
                }
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "the addresses of " + spec.containerName() + " stay in use", e);
            }
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
        dns.close();
        route.close();
        namespace.close();
    }
}
