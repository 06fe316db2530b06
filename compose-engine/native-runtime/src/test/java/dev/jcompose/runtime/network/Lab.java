package dev.jcompose.runtime.network;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jcompose.runtime.network.address.MacAddress;
import dev.jcompose.runtime.network.netlink.RouteNetlink;
import dev.jcompose.runtime.os.NetworkNamespace;
import dev.jcompose.runtime.store.StateRoot;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Real networks on this host, with an engine of their own that collides with no other: containers without processes, in whose
 * namespaces the test itself opens sockets, and a neighbour in the host's LAN. Needs root.
 */
final class Lab {
    static final int MILLIS = 3000;

    final Path directory;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private StateRoot root;
    private KernelNetworks service;

    Lab(Path directory) throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "network devices need root");
        this.directory = directory;
        Files.writeString(directory.resolve("hosts"), "127.0.0.1\tlocalhost\n");
        Files.writeString(directory.resolve("resolv.conf"), "nameserver 127.0.0.1\nsearch lab.example\n");
        start();
        service.reconcile();
    }

    private void start() throws Exception {
        root = StateRoot.open(directory.resolve("root"));
        service = KernelNetworks.open(
                root,
                new EtcFiles.HostFiles(
                        directory.resolve("hosts"),
                        directory.resolve("resolv.conf"),
                        directory.resolve("systemd-resolv.conf")));
    }

    KernelNetworks service() {
        return service;
    }

    StateRoot root() {
        return root;
    }

    EngineIdentity identity() {
        return EngineIdentity.of(root.path());
    }

    /** What kill -9 leaves to a new daemon: the disk, and the kernel's objects. Sockets of the old one are closed. */
    KernelNetworks restart() throws Exception {
        service.close();
        root.close();
        start();
        return service;
    }

    /** A container with a namespace, connected to these networks. */
    NamespaceSandbox container(String name, String... networks) throws Exception {
        return container(spec(name), networks);
    }

    SandboxSpec spec(String name) {
        return SandboxSpec.of(LiveNetwork.newId(), name);
    }

    NamespaceSandbox container(SandboxSpec spec, String... networks) throws Exception {
        var sandbox = (NamespaceSandbox) service.createSandbox(spec);
        open.push(sandbox);
        for (String network : networks) {
            sandbox.connect(EndpointSpec.to(network).withAliases(java.util.List.of("svc")));
        }
        return sandbox;
    }

    static InetAddress ip(Sandbox sandbox) {
        return sandbox.endpoints().getFirst().ipv4().orElseThrow().address();
    }

    /** A server in a container that greets with its name and the client's address. */
    ServerSocketChannel serve(NamespaceSandbox sandbox, int port, String greeting) throws IOException {
        var server = sandbox.namespace().call(() -> {
            var channel = ServerSocketChannel.open();
            channel.bind(new InetSocketAddress(port));
            return channel;
        });
        greet(server, greeting);
        return server;
    }

    void greet(ServerSocketChannel server, String greeting) {
        open.push(server);
        Thread.ofVirtual().start(() -> {
            while (server.isOpen()) {
                try (var client = server.accept()) {
                    var text = greeting + " " + client.socket().getInetAddress().getHostAddress();
                    client.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    /** Sends datagrams back. */
    void echoUdp(NamespaceSandbox sandbox, int port, String greeting) throws IOException {
        var channel = sandbox.namespace().call(() -> {
            var opened = DatagramChannel.open(StandardProtocolFamily.INET);
            opened.bind(new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), port));
            return opened;
        });
        open.push(channel);
        Thread.ofVirtual().start(() -> {
            var buffer = ByteBuffer.allocate(1500);
            while (channel.isOpen()) {
                try {
                    buffer.clear();
                    var client = channel.receive(buffer);
                    channel.send(ByteBuffer.wrap(greeting.getBytes(StandardCharsets.UTF_8)), client);
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    /** What a server says to a client in a namespace. */
    static String hear(Optional<NetworkNamespace> from, String address, int port) throws IOException {
        try (var channel = openIn(from, SocketChannel::open)) {
            channel.socket().connect(new InetSocketAddress(InetAddress.ofLiteral(address), port), MILLIS);
            channel.socket().setSoTimeout(MILLIS);
            return new String(channel.socket().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static String hear(NamespaceSandbox from, String address, int port) throws IOException {
        return hear(Optional.of(from.namespace()), address, port);
    }

    static String hearFromHost(String address, int port) throws IOException {
        return hear(Optional.empty(), address, port);
    }

    static String hearUdp(Optional<NetworkNamespace> from, String address, int port) throws IOException {
        try (var channel = openIn(from, DatagramChannel::open)) {
            channel.connect(new InetSocketAddress(InetAddress.ofLiteral(address), port));
            channel.socket().setSoTimeout(MILLIS);
            channel.write(ByteBuffer.wrap(new byte[] {1}));
            var packet = new DatagramPacket(new byte[1500], 1500);
            channel.socket().receive(packet);
            return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
        }
    }

    private static <C> C openIn(Optional<NetworkNamespace> namespace, NetworkNamespace.Work<C> opening)
            throws IOException {
        return namespace.isPresent() ? namespace.get().call(opening) : opening.run();
    }

    /** Another machine in the host's LAN. */
    record Neighbour(NetworkNamespace namespace, String hostDevice, String hostAddress, String address) {}

    Neighbour neighbour() throws IOException {
        String tag = LiveNetwork.newId().substring(0, 8);
        int subnet = Integer.parseInt(tag.substring(0, 2), 16);
        var hostAddress = InetAddress.ofLiteral("10.251." + subnet + ".1");
        var address = InetAddress.ofLiteral("10.251." + subnet + ".2");
        var route = RouteNetlink.open();
        open.push(route);
        route.createBridge(new RouteNetlink.BridgeSpec("jl" + tag, 0, MacAddress.random(), 0));
        var bridge = route.findLink("jl" + tag).orElseThrow();
        open.push(() -> route.deleteLink(bridge.index()));
        route.addAddress(bridge.index(), hostAddress, 24);
        var lan = NetworkNamespace.create(RouteNetlink::open);
        open.push(lan.namespace());
        open.push(lan.result());
        route.createVeth(new RouteNetlink.VethPair(
                "jk" + tag, 0, bridge.index(), lan.namespace(), "eth0", MacAddress.random(), 0));
        int device = lan.result().findLink("eth0").orElseThrow().index();
        lan.result()
                .configure(java.util.List.of(
                        RouteNetlink.address(device, address, 24),
                        RouteNetlink.up(device),
                        RouteNetlink.defaultRoute(device, hostAddress)));
        return new Neighbour(lan.namespace(), "jl" + tag, hostAddress.getHostAddress(), address.getHostAddress());
    }

    void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
        for (var network : service.list()) {
            if (!network.predefined()) {
                service.remove(network.id());
            }
        }
        service.close();
        root.close();
    }
}
