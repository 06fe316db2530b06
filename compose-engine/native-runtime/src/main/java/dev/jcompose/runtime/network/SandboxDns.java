package dev.jcompose.runtime.network;

import dev.jcompose.runtime.network.dns.DnsServer;
import dev.jcompose.runtime.network.dns.Forwarding;
import dev.jcompose.runtime.os.NetworkNamespace;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The name server in a container's namespace: what it serves may change at any time, and is read anew for each query. Changed
 * by one thread at a time.
 */
final class SandboxDns implements AutoCloseable {
    private final EtcFiles.HostFiles hostFiles;
    private final NetworkNamespace namespace;
    private final SandboxSpec spec;
    /** By the id of the network. */
    private final Map<String, List<EndpointSpec.Link>> links = new ConcurrentHashMap<>();

    private volatile List<LiveNetwork> networks = List.of();
    private @Nullable DnsServer server;
    private int udpPort;
    private int tcpPort;

    /** @param spec for the name servers of the user's choice */
    SandboxDns(EtcFiles.HostFiles hostFiles, NetworkNamespace namespace, SandboxSpec spec) {
        this.hostFiles = hostFiles;
        this.namespace = namespace;
        this.spec = spec;
    }

    /** Sets the container's own names for others on a network. */
    void link(String networkId, List<EndpointSpec.Link> names) {
        links.put(networkId, names);
    }

    void unlink(String networkId) {
        links.remove(networkId);
    }

    Map<String, List<EndpointSpec.Link>> links() {
        return links;
    }

    /** Sets the networks whose names are served. */
    void serve(List<LiveNetwork> resolving) {
        networks = List.copyOf(resolving);
    }

    boolean isRunning() {
        return server != null;
    }

    /** 0 as long as it does not run. */
    int udpPort() {
        return udpPort;
    }

    /** 0 as long as it does not run. */
    int tcpPort() {
        return tcpPort;
    }

    /**
     * Starts it.
     *
     * @param wantedUdpPort the port to which the namespace already redirects queries; 0: none yet
     * @param wantedTcpPort likewise
     */
    void start(int wantedUdpPort, int wantedTcpPort) throws IOException {
        var sockets = namespace.call(() -> ContainerDns.openHere(wantedUdpPort, wantedTcpPort));
        udpPort = sockets.udpPort();
        tcpPort = sockets.tcpPort();
        server = DnsServer.start(sockets, new ContainerZone(() -> networks, this::linksOn, this::forwarding));
    }

    private List<EndpointSpec.Link> linksOn(LiveNetwork network) {
        return links.getOrDefault(network.network().id(), List.of());
    }

    private Forwarding forwarding() {
        boolean reachesOutside =
                networks.stream().anyMatch(network -> !network.network().internal());
        boolean singleLabels = spec.dnsOptions().stream().noneMatch(option -> option.startsWith("ndots:"));
        if (!spec.dns().isEmpty()) {
            return new Forwarding(NameServers.sockets(spec.dns()), Optional.of(namespace), singleLabels);
        }
        if (!reachesOutside) {
            return Forwarding.none();
        }
        var servers = NameServers.read(hostFiles.resolvConf()).servers();
        return new Forwarding(NameServers.sockets(servers), Optional.empty(), singleLabels);
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
