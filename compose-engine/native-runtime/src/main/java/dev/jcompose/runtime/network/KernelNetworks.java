package dev.jcompose.runtime.network;

import dev.jcompose.runtime.network.NetworkException.Kind;
import dev.jcompose.runtime.network.address.Cidr;
import dev.jcompose.runtime.network.netlink.NetlinkConnection;
import dev.jcompose.runtime.network.netlink.RouteNetlink;
import dev.jcompose.runtime.os.NetworkNamespace;
import dev.jcompose.runtime.store.RecordDirectory;
import dev.jcompose.runtime.store.StateRoot;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Networks made of what the kernel offers: bridges, devices on top of others, namespaces and nf_tables. */
final class KernelNetworks implements NetworkService, NetworkDirectory {
    private static final System.Logger LOG = System.getLogger(KernelNetworks.class.getName());
    private static final Comparator<LiveNetwork> LIST_ORDER = Comparator.<LiveNetwork, Boolean>comparing(
                    network -> !network.network().predefined())
            .thenComparing(network -> network.network().created())
            .thenComparing(network -> network.network().name());

    private final HostStack host;
    private final Bridges bridges;
    private final Parents parents;
    private final NetworkRules rules;
    private final PacketFilters filters;
    private final RecordDirectory<Network> records;
    private final Map<String, LiveNetwork> networks = new ConcurrentHashMap<>();
    private final Map<String, Sandbox> sandboxes = new ConcurrentHashMap<>();
    /** Index of the bridge, for those that have been made. A parent may come and go: it is looked for each time. */
    private final Map<String, Integer> devices = new ConcurrentHashMap<>();
    /** Held while networks are made or removed, never while containers are connected. */
    private final ReentrantLock changes = new ReentrantLock();

    private boolean closed;

    private KernelNetworks(
            HostStack host,
            Bridges bridges,
            Parents parents,
            NetworkRules rules,
            PacketFilters filters,
            RecordDirectory<Network> records) {
        this.host = host;
        this.bridges = bridges;
        this.parents = parents;
        this.rules = rules;
        this.filters = filters;
        this.records = records;
    }

    static KernelNetworks open(StateRoot root, EtcFiles.HostFiles hostFiles) throws IOException, NetworkException {
        var identity = EngineIdentity.of(root.path());
        var route = RouteNetlink.open();
        try {
            var netfilter = NetlinkConnection.netfilter();
            var host = new HostStack(
                    identity,
                    route,
                    netfilter,
                    new Firewall(netfilter, identity.table(), identity.group()),
                    new HostPorts(),
                    new SandboxFiles(root.directory("sandboxes")),
                    hostFiles);
            var service = new KernelNetworks(
                    host,
                    new Bridges(route, identity.group()),
                    new Parents(route, identity.group()),
                    new NetworkRules(new AddressPools(identity.group())),
                    PacketFilters.of(host),
                    RecordDirectory.open(root.directory("networks"), new NetworkJson()));
            service.load();
            return service;
        } catch (IOException | NetworkException | RuntimeException e) {
            route.close();
            throw e;
        }
    }

    private void load() throws IOException, NetworkException {
        for (var network : records.loadAll().values()) {
            networks.put(network.id(), new LiveNetwork(network));
        }
        predefine("none", Driver.NONE, List.of(), "");
        predefine("host", Driver.HOST, List.of(), "");
        if (named("bridge").isEmpty()) {
            var pool = rules.automatic(blocks(known()), hostBlocks());
            predefine("bridge", Driver.BRIDGE, List.of(pool), host.identity().defaultBridge());
        }
    }

    private void predefine(String name, Driver driver, List<IpamPool> pools, String device) throws IOException {
        if (named(name).isPresent()) {
            return;
        }
        var network = new Network(
                LiveNetwork.newId(),
                name,
                driver,
                false,
                false,
                false,
                pools,
                false,
                Map.of(),
                Map.of(),
                Map.of(),
                device,
                Instant.now());
        records.save(network.id(), network);
        networks.put(network.id(), new LiveNetwork(network));
    }

    private Optional<LiveNetwork> named(String name) {
        return networks.values().stream()
                .filter(network -> network.network().name().equals(name))
                .findFirst();
    }

    private List<Network> known() {
        return networks.values().stream().map(LiveNetwork::network).toList();
    }

    private static List<Cidr> blocks(Collection<Network> of) {
        return of.stream()
                .flatMap(network -> network.pools().stream())
                .map(IpamPool::subnet)
                .toList();
    }

    /** Also the name servers: a bridge over their addresses would cut the host off from them. */
    private List<Cidr> hostBlocks() throws IOException {
        var blocks = new ArrayList<>(bridges.blocksInUse());
        for (InetAddress server :
                NameServers.read(host.hostFiles().resolvConf()).servers()) {
            blocks.add(new Cidr(server, server.getAddress().length * 8));
        }
        return blocks;
    }

    @Override
    public Network create(NetworkSpec spec) throws NetworkException {
        changes.lock();
        try {
            filters.clearGone().forEach(line -> LOG.log(System.Logger.Level.INFO, line));
            var network = rules.complete(spec, known(), hostBlocks());
            var live = new LiveNetwork(network);
            networks.put(network.id(), live);
            try {
                // At the same time: a bridge without a record is found and removed after a crash, as is the opposite.
                var saving = BackgroundSave.start(records, network);
                try {
                    makeDevice(network);
                } finally {
                    saving.await();
                }
                return network;
            } catch (IOException | NetworkException | InterruptedException | RuntimeException e) {
                discard(network, e);
                throw e;
            }
        } catch (IOException e) {
            throw system("create network " + spec.name(), e);
        } catch (InterruptedException e) {
            throw interrupted("create network " + spec.name(), e);
        } finally {
            changes.unlock();
        }
    }

    /** Takes a network off the host. Each part can be repeated, so a removal that failed half way can be asked for again. */
    private void withdraw(Network network) throws IOException {
        filters.withdraw(network);
        devices.remove(network.id());
        filters.letThrough(deviceNames());
        switch (network.driver()) {
            case BRIDGE -> bridges.remove(network);
            case MACVLAN, IPVLAN -> parents.remove(network);
            case HOST, NONE -> {}
        }
    }

    private void discard(Network network, Exception failure) {
        networks.remove(network.id());
        try {
            withdraw(network);
            records.delete(network.id());
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private int makeDevice(Network network) throws IOException, NetworkException, InterruptedException {
        if (network.driver() != Driver.BRIDGE) {
            return parents.ensure(network);
        }
        int index = bridges.ensure(network);
        devices.put(network.id(), index);
        filters.admit(network, this::withDevices, this::mappings);
        filters.letThrough(deviceNames());
        return index;
    }

    /** A Docker or a firewall that starts, or reloads, later than this engine must not cut its containers off. */
    private void admitAgain() {
        changes.lock();
        try {
            if (!closed && !devices.isEmpty()) {
                filters.letThrough(deviceNames());
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "another packet filter may cut containers off", e);
        } finally {
            changes.unlock();
        }
    }

    private List<Network> withDevices() {
        return known().stream()
                .filter(network -> devices.containsKey(network.id()))
                .toList();
    }

    private List<String> deviceNames() {
        return withDevices().stream().map(Network::device).toList();
    }

    private List<PortMapping> mappings() {
        var mappings = new ArrayList<PortMapping>();
        for (var sandbox : sandboxes.values()) {
            if (sandbox instanceof NamespaceSandbox own) {
                mappings.addAll(own.mappings());
            }
        }
        return mappings;
    }

    @Override
    public int deviceOf(LiveNetwork network) throws IOException, NetworkException {
        var made = devices.get(network.network().id());
        if (made != null) {
            return made;
        }
        changes.lock();
        try {
            made = devices.get(network.network().id());
            return made != null ? made : makeDevice(network.network());
        } catch (InterruptedException e) {
            throw interrupted("make the device of network " + network.network().name(), e);
        } finally {
            changes.unlock();
        }
    }

    @Override
    public void remove(String reference) throws NetworkException {
        changes.lock();
        try {
            var live = live(reference);
            var network = live.network();
            if (network.predefined()) {
                throw new NetworkException(
                        Kind.FORBIDDEN, network.name() + " is a pre-defined network and cannot be removed");
            }
            live.retire();
            // The record last: until then, the next start finishes the removal.
            withdraw(network);
            records.delete(network.id());
            networks.remove(network.id());
        } catch (IOException e) {
            throw system("remove network " + reference, e);
        } finally {
            changes.unlock();
        }
    }

    @Override
    public List<Network> list() {
        return networks.values().stream()
                .sorted(LIST_ORDER)
                .map(LiveNetwork::network)
                .toList();
    }

    @Override
    public LiveNetwork live(String reference) throws NetworkException {
        var exact = networks.get(reference);
        if (exact != null) {
            return exact;
        }
        var byName = named(reference.equals("default") ? "bridge" : reference);
        if (byName.isPresent()) {
            return byName.get();
        }
        var byStart = reference.matches("[0-9a-f]+")
                ? networks.values().stream()
                        .filter(network -> network.network().id().startsWith(reference))
                        .toList()
                : List.<LiveNetwork>of();
        if (byStart.size() > 1) {
            throw new NetworkException(
                    Kind.INVALID,
                    "network " + reference + " is ambiguous (" + byStart.size() + " matches found based on ID prefix)");
        }
        return byStart.stream()
                .findFirst()
                .orElseThrow(() -> new NetworkException(Kind.NOT_FOUND, "network " + reference + " not found"));
    }

    @Override
    public Network get(String reference) throws NetworkException {
        return live(reference).network();
    }

    @Override
    public Optional<LiveNetwork> find(String id) {
        return Optional.ofNullable(networks.get(id));
    }

    @Override
    public NetworkDetails inspect(String reference) throws NetworkException {
        var live = live(reference);
        return new NetworkDetails(live.network(), live.containers());
    }

    @Override
    public Sandbox createSandbox(SandboxSpec spec) throws NetworkException {
        return register(spec, () -> NamespaceSandbox.create(host, this, spec));
    }

    @Override
    public Sandbox createSandbox(SandboxSpec spec, NetworkNamespace namespace) throws NetworkException {
        return register(spec, () -> NamespaceSandbox.create(host, this, spec, namespace));
    }

    @Override
    public Sandbox createHostSandbox(SandboxSpec spec) throws NetworkException {
        return register(spec, () -> HostSandbox.create(host, this, spec));
    }

    @Override
    public Sandbox adopt(String containerId, long pid) throws NetworkException {
        try {
            var state = host.files()
                    .load(containerId)
                    .orElseThrow(() -> new NetworkException(
                            Kind.NOT_FOUND, "nothing is known of the network of container " + containerId));
            return register(
                    state.spec(),
                    () -> state.hostNetwork()
                            ? HostSandbox.adopt(host, this, state)
                            : NamespaceSandbox.adopt(host, this, state, pid));
        } catch (IOException e) {
            throw system("take over the network of container " + containerId, e);
        }
    }

    @FunctionalInterface
    private interface Making {
        Sandbox make() throws IOException, NetworkException;
    }

    private Sandbox register(SandboxSpec spec, Making making) throws NetworkException {
        if (sandboxes.containsKey(spec.containerId())) {
            throw new NetworkException(
                    Kind.CONFLICT, "container " + spec.containerName() + " has a network already: it is running");
        }
        try {
            var sandbox = making.make();
            sandboxes.put(spec.containerId(), sandbox);
            return sandbox;
        } catch (IOException e) {
            throw system("make the network of container " + spec.containerName(), e);
        }
    }

    @Override
    public void forget(Sandbox sandbox) {
        sandboxes.remove(sandbox.containerId(), sandbox);
    }

    @Override
    public Optional<Sandbox> sandbox(String containerId) {
        return Optional.ofNullable(sandboxes.get(containerId));
    }

    @Override
    public List<String> reconcile() throws NetworkException {
        changes.lock();
        try {
            var report = new ArrayList<String>();
            for (String containerId : host.files().containerIds()) {
                if (!sandboxes.containsKey(containerId)) {
                    host.files().delete(containerId);
                    report.add("forgot the network of container " + containerId + ", which runs no more");
                }
            }
            removeStrangers(report);
            for (var live : networks.values()) {
                var network = live.network();
                boolean used = !network.predefined() || !live.containers().isEmpty();
                switch (network.driver()) {
                    case BRIDGE -> {
                        if (used) {
                            devices.put(network.id(), bridges.ensure(network));
                        }
                    }
                    case MACVLAN, IPVLAN -> ensureParent(network, report);
                    case HOST, NONE -> {}
                }
            }
            report.addAll(filters.clearGone());
            filters.replace(withDevices(), mappings());
            filters.letThrough(deviceNames());
            filters.watch(this::admitAgain);
            return report;
        } catch (IOException e) {
            throw system("bring the host's networks in line", e);
        } catch (InterruptedException e) {
            throw interrupted("bring the host's networks in line", e);
        } finally {
            changes.unlock();
        }
    }

    /** A parent that is not there, a cable that was pulled, stops only those who want to use it. */
    private void ensureParent(Network network, List<String> report) throws IOException {
        try {
            parents.ensure(network);
        } catch (NetworkException e) {
            report.add(e.getMessage());
        }
    }

    private void removeStrangers(List<String> report) throws IOException {
        var expected = new HashSet<String>();
        for (var live : networks.values()) {
            expected.add(live.network().device());
        }
        for (var sandbox : sandboxes.values()) {
            sandbox.endpoints().forEach(endpoint -> expected.add(endpoint.hostInterface()));
        }
        for (var link : bridges.strangers(expected)) {
            bridges.deleteLater(link);
            report.add("removed the device " + link.name() + ", which belongs to nothing");
        }
    }

    @Override
    public List<String> warnings() {
        return OtherFirewalls.warning().map(List::of).orElse(List.of());
    }

    @Override
    public void close() {
        changes.lock();
        try {
            closed = true;
            filters.close();
            boolean idle = sandboxes.isEmpty();
            for (var sandbox : sandboxes.values()) {
                if (sandbox instanceof NamespaceSandbox own) {
                    own.release();
                }
            }
            if (idle) {
                tidy();
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the packet filter could not be taken down", e);
        } finally {
            bridges.close();
            host.netfilter().close();
            host.route().close();
            changes.unlock();
        }
    }

    /** Nobody is connected: the rules and the predefined bridge are of no use until the next start, which makes them again. */
    private void tidy() throws IOException {
        var unused = named("bridge");
        if (unused.isPresent()) {
            bridges.remove(unused.get().network());
        }
        filters.remove();
    }

    private static NetworkException system(String operation, IOException cause) {
        return new NetworkException(Kind.SYSTEM, "cannot " + operation + ": " + cause.getMessage(), cause);
    }

    private static NetworkException interrupted(String operation, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new NetworkException(Kind.SYSTEM, "interrupted: " + operation, cause);
    }
}
