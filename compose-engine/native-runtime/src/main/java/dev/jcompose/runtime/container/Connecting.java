package dev.jcompose.runtime.container;

import dev.jcompose.runtime.launch.HeldNamespaces;
import dev.jcompose.runtime.launch.Namespace;
import dev.jcompose.runtime.network.Endpoint;
import dev.jcompose.runtime.network.EndpointSpec;
import dev.jcompose.runtime.network.EtcFiles;
import dev.jcompose.runtime.network.NetworkException;
import dev.jcompose.runtime.network.Sandbox;
import dev.jcompose.runtime.network.SandboxSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gives containers their networks, and takes them away. */
final class Connecting {
    private final Foundations base;
    private final ContainerIndex index;
    private final Links links;

    Connecting(Foundations base, ContainerIndex index) {
        this.base = base;
        this.index = index;
        this.links = new Links(index, base.networks());
    }

    /** The namespace that the first process joins, and whose generated files it sees. */
    record Network(Namespace namespace, ContainerFiles etc) {}

    /**
     * Makes the network of a container that is about to start: namespace, endpoints, published ports, generated files.
     * After a failure nothing of it is left.
     *
     * @param held namespaces that wait for the container, if it has a user namespace
     */
    Network prepare(Container container, Optional<HeldNamespaces> held) throws NetworkException, IOException {
        ContainerRecord record = container.record();
        HostConfig host = record.host();
        Optional<String> other = HostConfig.otherContainer(host.networkMode());
        if (other.isPresent()) {
            Container donor = index.get(other.get());
            if (donor.process().isEmpty() || !donor.state().hasProcess()) {
                throw ContainerException.conflict("cannot join network of a non running container: " + donor.id());
            }
            Path file = Path.of("/proc", Integer.toString(donor.requireProcess().pid()), "ns", "net");
            return new Network(Namespace.join(file), donor.files());
        }
        boolean onHost = host.networkName().equals("host");
        links.check(container);
        SandboxSpec spec = sandboxSpec(record);
        Sandbox sandbox = onHost ? base.networks().createHostSandbox(spec) : createSandbox(spec, held);
        try {
            if (!onHost) {
                connect(record, sandbox);
                sandbox.publish(Ports.bindings(record.config(), host));
            }
            writeEtcFiles(container, sandbox.etcFiles());
        } catch (NetworkException | IOException | RuntimeException e) {
            sandbox.close();
            throw e;
        }
        Namespace namespace = sandbox.namespacePath().map(Namespace::join).orElseGet(Namespace::host);
        return new Network(namespace, container.files());
    }

    private Sandbox createSandbox(SandboxSpec spec, Optional<HeldNamespaces> held) throws NetworkException {
        return held.isPresent()
                ? base.networks().createSandbox(spec, held.get().takeNetwork())
                : base.networks().createSandbox(spec);
    }

    private void connect(ContainerRecord record, Sandbox sandbox) throws NetworkException {
        var specs = new ArrayList<>(record.endpoints());
        specs.sort(EndpointSpec.CONNECT_ORDER);
        // The network of the mode stays the first one unless priorities say otherwise.
        String primary = record.host().networkName();
        specs.sort(java.util.Comparator.comparingInt(EndpointSpec::priority)
                .reversed()
                .thenComparing(spec -> !spec.network().equals(primary)));
        for (EndpointSpec spec : specs) {
            if (!spec.network().equals("none")) {
                Endpoint endpoint = sandbox.connect(spec);
                announce("connect", endpoint.networkId(), endpoint.networkName(), record.id());
            }
        }
    }

    private void announce(String action, String networkId, String networkName, String containerId) {
        String type;
        try {
            type = base.networks().get(networkId).driver().word();
        } catch (NetworkException e) {
            type = ""; // It was removed in the same moment.
        }
        base.events()
                .publish(new Event(
                        "network",
                        action,
                        networkId,
                        Map.of("container", containerId, "name", networkName, "type", type),
                        base.clock().instant()));
    }

    /** Takes the network away, if the container has one of its own. */
    void release(Container container) {
        Optional<Sandbox> sandbox = base.networks().sandbox(container.id());
        if (sandbox.isEmpty()) {
            return;
        }
        List<Endpoint> endpoints = sandbox.get().endpoints();
        sandbox.get().close();
        endpoints.forEach(
                endpoint -> announce("disconnect", endpoint.networkId(), endpoint.networkName(), container.id()));
    }

    /**
     * Connects a container to one more network, at once if it runs, else when it starts.
     *
     * @throws ContainerException CONFLICT when it is connected already
     */
    void connect(Container container, EndpointSpec spec) throws NetworkException, IOException {
        var network = base.networks().get(spec.network());
        EndpointSpec named = spec.on(network.name());
        container.lock().lock();
        try {
            ContainerRecord record = container.record();
            if (record.endpoints().stream().anyMatch(known -> known.network().equals(network.name()))) {
                throw new NetworkException(
                        NetworkException.Kind.FORBIDDEN,
                        "endpoint with name " + record.name() + " already exists in network " + network.name());
            }
            Optional<Sandbox> sandbox = base.networks().sandbox(container.id());
            if (sandbox.isPresent()) {
                Endpoint endpoint = sandbox.get().connect(named);
                writeEtcFiles(container, sandbox.get().etcFiles());
                announce("connect", endpoint.networkId(), endpoint.networkName(), container.id());
            }
            var endpoints = new ArrayList<>(record.endpoints());
            endpoints.add(named);
            container.save(record.withEndpoints(endpoints));
        } finally {
            container.lock().unlock();
        }
    }

    /**
     * Disconnects a container, whether it runs or not.
     *
     * @throws ContainerException NOT_FOUND when it is not connected
     */
    void disconnect(Container container, String reference) throws NetworkException, IOException {
        var network = base.networks().get(reference);
        container.lock().lock();
        try {
            ContainerRecord record = container.record();
            var endpoints = new ArrayList<>(record.endpoints());
            if (!endpoints.removeIf(spec -> spec.network().equals(network.name()))) {
                throw new ContainerException(
                        ContainerException.Kind.CONFLICT,
                        "container " + container.id() + " is not connected to network " + network.name());
            }
            Optional<Sandbox> sandbox = base.networks().sandbox(container.id());
            if (sandbox.isPresent()) {
                sandbox.get().disconnect(network.id());
                writeEtcFiles(container, sandbox.get().etcFiles());
                announce("disconnect", network.id(), network.name(), container.id());
            }
            container.save(record.withEndpoints(endpoints));
        } finally {
            container.lock().unlock();
        }
    }

    private SandboxSpec sandboxSpec(ContainerRecord record) throws ContainerException {
        HostConfig host = record.host();
        var dns = new ArrayList<InetAddress>();
        for (String server : host.dns()) {
            try {
                dns.add(InetAddress.ofLiteral(server));
            } catch (IllegalArgumentException e) {
                throw new ContainerException(
                        ContainerException.Kind.INVALID, "invalid DNS server address: " + server, e);
            }
        }
        return new SandboxSpec(
                record.id(),
                record.name(),
                record.config().hostname(),
                record.config().domainname(),
                dns,
                host.dnsSearch(),
                host.dnsOptions(),
                extraHosts(host),
                Map.of());
    }

    private static List<SandboxSpec.ExtraHost> extraHosts(HostConfig host) {
        return host.extraHosts().stream().map(SandboxSpec.ExtraHost::parse).toList();
    }

    /**
     * A container runs under a new address: those that are linked to it on the default bridge, which has no name server, are
     * told in their /etc/hosts. The caller holds no container's lock.
     */
    void announceAddress(Container started) throws IOException {
        for (Container other : index.list()) {
            if (!links.refersTo(other, started)) {
                continue;
            }
            other.lock().lock();
            try {
                Optional<Sandbox> sandbox = base.networks().sandbox(other.id());
                if (sandbox.isPresent() && other.state().hasProcess()) {
                    writeEtcFiles(other, sandbox.get().etcFiles());
                }
            } catch (NetworkException e) {
                throw new IOException(
                        "tell " + other.record().name() + " the address of "
                                + started.record().name() + ": " + e.getMessage(),
                        e);
            } finally {
                other.lock().unlock();
            }
        }
    }

    private void writeEtcFiles(Container container, EtcFiles etc) throws IOException {
        ContainerFiles files = container.files();
        files.writeGenerated(files.hosts(), etc.hosts() + links.hosts(container));
        files.writeGenerated(files.hostname(), etc.hostname());
        files.writeGenerated(files.resolvConf(), etc.resolvConf());
    }
}
