package dev.jcompose.runtime.network;

import dev.jcompose.runtime.network.NetworkException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The network of a container that uses the host's. Its ports are the host's ports: there is nothing to publish. */
final class HostSandbox implements Sandbox {
    private final HostStack host;
    private final NetworkDirectory networks;
    private final List<Endpoint> endpoints = new ArrayList<>();
    private SandboxSpec spec;

    private HostSandbox(HostStack host, NetworkDirectory networks, SandboxSpec spec) {
        this.host = host;
        this.networks = networks;
        this.spec = spec;
    }

    static HostSandbox create(HostStack host, NetworkDirectory networks, SandboxSpec spec) throws IOException {
        var sandbox = new HostSandbox(host, networks, spec);
        sandbox.save();
        return sandbox;
    }

    static HostSandbox adopt(HostStack host, NetworkDirectory networks, SandboxState state) throws NetworkException {
        var sandbox = new HostSandbox(host, networks, state.spec());
        for (var endpoint : state.endpoints()) {
            networks.live(endpoint.networkId()).restore(state.spec(), endpoint);
            sandbox.endpoints.add(endpoint);
        }
        return sandbox;
    }

    @Override
    public synchronized String containerId() {
        return spec.containerId();
    }

    @Override
    public Optional<Path> namespacePath() {
        return Optional.empty();
    }

    @Override
    public synchronized Endpoint connect(EndpointSpec wanted) throws NetworkException {
        var network = networks.live(wanted.network());
        if (network.network().driver() != Driver.HOST) {
            throw new NetworkException(
                    Kind.FORBIDDEN,
                    "container sharing network namespace with another container or host cannot be"
                            + " connected to any other network");
        }
        var endpoint = network.attach(spec, wanted, new LiveNetwork.Interfaces("", ""));
        endpoints.add(endpoint);
        try {
            save();
            return endpoint;
        } catch (IOException e) {
            endpoints.remove(endpoint);
            network.detach(spec.containerId());
            throw new NetworkException(Kind.SYSTEM, "cannot keep the network state: " + e.getMessage(), e);
        }
    }

    @Override
    public void disconnect(String network) throws NetworkException {
        throw new NetworkException(Kind.FORBIDDEN, "container cannot be disconnected from host network");
    }

    @Override
    public synchronized List<Endpoint> endpoints() {
        return List.copyOf(endpoints);
    }

    @Override
    public List<PublishedPort> publish(List<PortBinding> bindings) {
        return List.of();
    }

    @Override
    public List<PublishedPort> published() {
        return List.of();
    }

    @Override
    public synchronized void rename(String containerName) throws NetworkException {
        spec = spec.named(containerName);
        for (var endpoint : endpoints) {
            networks.live(endpoint.networkId()).replace(spec, endpoint);
        }
        try {
            save();
        } catch (IOException e) {
            throw new NetworkException(Kind.SYSTEM, "cannot keep the network state: " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized EtcFiles etcFiles() throws NetworkException {
        return EtcFiles.forHostNetwork(spec, host.hostFiles());
    }

    private void save() throws IOException {
        host.files().save(new SandboxState(spec, true, endpoints, Map.of(), 0, 0, List.of()));
    }

    @Override
    public synchronized void close() {
        for (var endpoint : endpoints) {
            networks.find(endpoint.networkId()).ifPresent(network -> network.detach(spec.containerId()));
        }
        endpoints.clear();
        try {
            host.files().delete(spec.containerId());
        } catch (IOException e) {
            System.getLogger(HostSandbox.class.getName())
                    .log(System.Logger.Level.WARNING, "cannot remove the network state", e);
        }
        networks.forget(this);
    }
}
