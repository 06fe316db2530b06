package dev.jcompose.runtime.network;

import static dev.jcompose.runtime.network.Lab.hear;
import static dev.jcompose.runtime.network.Lab.hearFromHost;
import static dev.jcompose.runtime.network.Lab.ip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.runtime.network.address.Cidr;
import dev.jcompose.runtime.network.address.MacAddress;
import dev.jcompose.runtime.network.netlink.RouteNetlink;
import dev.jcompose.runtime.os.NetworkNamespace;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks, their isolation from each other and their way out, on the real kernel. */
class KernelNetworksTest {
    @TempDir
    Path directory;

    private Lab lab;

    @BeforeEach
    void open() throws Exception {
        lab = new Lab(directory);
    }

    @AfterEach
    void close() throws Exception {
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    void thereAreThreePredefinedNetworksThatNobodyCanRemove() throws Exception {
        assertThat(lab.service().list()).extracting(Network::name).containsExactly("none", "host", "bridge");
        assertThatThrownBy(() -> lab.service().remove("bridge"))
                .isInstanceOf(NetworkException.class)
                .hasMessage("bridge is a pre-defined network and cannot be removed");
        assertThatThrownBy(() -> lab.service().create(NetworkSpec.bridge("host")))
                .isInstanceOfSatisfying(
                        NetworkException.class, e -> assertThat(e.kind()).isEqualTo(NetworkException.Kind.FORBIDDEN));
    }

    @Test
    void aNetworkIsFoundByNameIdAndStartOfItsId() throws Exception {
        var network = lab.service().create(NetworkSpec.bridge("front"));
        assertThat(lab.service().get("front")).isEqualTo(network);
        assertThat(lab.service().get(network.id())).isEqualTo(network);
        assertThat(lab.service().get(network.id().substring(0, 12))).isEqualTo(network);
        assertThatThrownBy(() -> lab.service().get("back")).hasMessage("network back not found");
        assertThatThrownBy(() -> lab.service().create(NetworkSpec.bridge("front")))
                .hasMessage("network with name front already exists");
    }

    @Test
    void automaticSubnetsOverlapNeitherEachOtherNorTheHost() throws Exception {
        List<Cidr> host;
        try (var route = RouteNetlink.open();
                var bridges = new Bridges(route, 1)) {
            host = bridges.blocksInUse();
        }
        var one = lab.service()
                .create(NetworkSpec.bridge("one"))
                .pools()
                .getFirst()
                .subnet();
        var two = lab.service()
                .create(NetworkSpec.bridge("two"))
                .pools()
                .getFirst()
                .subnet();
        assertThat(one.overlaps(two)).isFalse();
        assertThat(host).noneMatch(one::overlaps).noneMatch(two::overlaps);
        assertThatThrownBy(
                        () -> lab.service().create(NetworkSpec.bridge("three").withPools(List.of(IpamPool.of(one)))))
                .hasMessageContaining("Pool overlaps with other one on this address space");
    }

    @Test
    void containersOfOneNetworkReachEachOtherAndOthersDoNot() throws Exception {
        lab.service().create(NetworkSpec.bridge("front"));
        lab.service().create(NetworkSpec.bridge("back"));
        var web = lab.container("web", "front");
        var client = lab.container("client", "front");
        var stranger = lab.container("stranger", "back");
        lab.serve(web, 80, "hello");
        assertThat(hear(client, ip(web).getHostAddress(), 80))
                .isEqualTo("hello " + ip(client).getHostAddress());
        assertThat(hearFromHost(ip(web).getHostAddress(), 80)).startsWith("hello");
        assertThatThrownBy(() -> hear(stranger, ip(web).getHostAddress(), 80)).isInstanceOf(IOException.class);
        lab.serve(stranger, 80, "psst");
        assertThatThrownBy(() -> hear(web, ip(stranger).getHostAddress(), 80)).isInstanceOf(IOException.class);
    }

    @Test
    void aContainerReachesTheOutsideUnderTheHostsAddress() throws Exception {
        lab.service().create(NetworkSpec.bridge("front"));
        var web = lab.container("web", "front");
        var neighbour = lab.neighbour();
        lab.greet(
                neighbour.namespace().call(() -> ServerSocketChannel.open().bind(new InetSocketAddress(9000))),
                "you are");
        assertThat(hear(web, neighbour.address(), 9000)).isEqualTo("you are " + neighbour.hostAddress());
    }

    @Test
    void theOutsideReachesNoPortThatIsNotPublished() throws Exception {
        lab.service().create(NetworkSpec.bridge("front"));
        var web = lab.container("web", "front");
        lab.serve(web, 80, "hello");
        var neighbour = lab.neighbour();
        assertThatThrownBy(() -> hear(Optional.of(neighbour.namespace()), ip(web).getHostAddress(), 80))
                .isInstanceOf(IOException.class);
    }

    /** Assertion 66 of the isolation tests, but for names: those are in {@link ContainerDnsTest}. */
    @Test
    void anInternalNetworkHasNoWayOut() throws Exception {
        lab.service().create(NetworkSpec.bridge("closed").asInternal());
        var web = lab.container("web", "closed");
        var client = lab.container("client", "closed");
        lab.serve(web, 80, "hello");
        assertThat(hear(client, ip(web).getHostAddress(), 80)).startsWith("hello");
        var neighbour = lab.neighbour();
        assertThatThrownBy(() -> hear(web, neighbour.address(), 9000)).hasMessageContaining("unreachable");
        assertThat(web.endpoints().getFirst().ipv4().orElseThrow().gateway()).isEmpty();
    }

    @Test
    void aBridgeWithoutAFreePortSaysSoAndNothingRemains() throws Exception {
        var network = lab.service().create(NetworkSpec.bridge("front"));
        var route = RouteNetlink.open();
        int bridge = route.findLink(network.device()).orElseThrow().index();
        try (route;
                var peers = NetworkNamespace.create(() -> 0).namespace()) {
            for (int i = 0; i < 1023; i++) {
                route.createVeth(new RouteNetlink.VethPair(
                        "jf" + network.id().substring(0, 8) + i, 0, bridge, peers, "p" + i, MacAddress.random(), 0));
            }
            assertThatThrownBy(() -> lab.container("web", "front"))
                    .isInstanceOf(NetworkException.class)
                    .hasMessageContaining("container web to network front")
                    .hasMessageContaining("all the 1023 ports that Linux gives one");
            assertThat(lab.service().inspect("front").containers()).isEmpty();
            route.deleteLink(route.findLink("jf" + network.id().substring(0, 8) + 7)
                    .orElseThrow()
                    .index());
            var last = lab.container("last", "front");
            assertThat(last.endpoints()).hasSize(1);
            last.close();
        }
    }

    @Test
    void theHostsLoopbackIsOutOfReach() throws Exception {
        lab.service().create(NetworkSpec.bridge("front"));
        var web = lab.container("web", "front");
        try (var secret = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            var gateway =
                    lab.service().get("front").pools().getFirst().gateway().orElseThrow();
            // The way of CVE-2020-8558: a route for 127/8 to the host, which a container with NET_ADMIN can add.
            web.namespace().call(() -> {
                Sysctl.set("net/ipv4/conf/all/route_localnet", "1");
                try (var route = RouteNetlink.open()) {
                    route.deleteAddress(1, InetAddress.ofLiteral("127.0.0.1"), 8);
                    int device = route.findLink("eth0").orElseThrow().index();
                    route.configure(List.of(RouteNetlink.defaultRoute(device, gateway)));
                }
                try (var probe = new DatagramSocket()) {
                    probe.send(new DatagramPacket(
                            new byte[] {1}, 1, InetAddress.ofLiteral("127.0.0.1"), secret.getLocalPort()));
                }
                return 0;
            });
            secret.setSoTimeout(700);
            assertThatThrownBy(() -> secret.receive(new DatagramPacket(new byte[1], 1)))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void addressesCanBeFixedInConfiguredSubnetsOnly() throws Exception {
        var subnet = new AddressPools(4242).choose(hostBlocks()).orElseThrow();
        lab.service().create(NetworkSpec.bridge("fixed").withPools(List.of(IpamPool.of(subnet))));
        lab.service().create(NetworkSpec.bridge("free"));
        var wanted = (Inet4Address) subnet.at(java.math.BigInteger.valueOf(77));
        var one = lab.container("one");
        assertThat(one.connect(EndpointSpec.to("fixed").withIpv4(wanted))
                        .ipv4()
                        .orElseThrow()
                        .address())
                .isEqualTo(wanted);
        assertThatThrownBy(() ->
                        lab.container("two").connect(EndpointSpec.to("fixed").withIpv4(wanted)))
                .hasMessageContaining("Address already in use")
                .hasMessageContaining("container one");
        assertThatThrownBy(() ->
                        lab.container("three").connect(EndpointSpec.to("free").withIpv4(wanted)))
                .hasMessageContaining("user configured subnets");
    }

    private static List<Cidr> hostBlocks() throws IOException {
        try (var route = RouteNetlink.open();
                var bridges = new Bridges(route, 1)) {
            return bridges.blocksInUse();
        }
    }

    @Test
    void aNetworkInUseIsNotRemoved() throws Exception {
        var network = lab.service().create(NetworkSpec.bridge("front"));
        var web = lab.container("web", "front");
        assertThat(lab.service().inspect("front").containers())
                .singleElement()
                .satisfies(connected -> assertThat(connected.containerName()).isEqualTo("web"));
        assertThatThrownBy(() -> lab.service().remove("front"))
                .hasMessage("error while removing network: network front id " + network.id() + " has active endpoints");
        web.close();
        lab.service().remove("front");
        assertThatThrownBy(() -> lab.service().get("front")).hasMessage("network front not found");
    }

    @Test
    void aRunningContainerCanBeConnectedAndDisconnected() throws Exception {
        lab.service().create(NetworkSpec.bridge("front"));
        lab.service().create(NetworkSpec.bridge("back"));
        var web = lab.container("web", "front");
        var db = lab.container("db", "back");
        lab.serve(db, 5432, "rows");
        var endpoint = web.connect(EndpointSpec.to("back"));
        assertThat(endpoint.interfaceName()).isEqualTo("eth1");
        assertThat(hear(web, ip(db).getHostAddress(), 5432)).startsWith("rows");
        web.disconnect("back");
        assertThatThrownBy(() -> hear(web, ip(db).getHostAddress(), 5432)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> web.disconnect("back")).hasMessage("container web is not connected to network back");
        assertThat(web.connect(EndpointSpec.to("back")).interfaceName()).isEqualTo("eth1");
    }

    @Test
    void theDefaultRouteFollowsThePriorityOfGateways() throws Exception {
        lab.service().create(NetworkSpec.bridge("a"));
        lab.service().create(NetworkSpec.bridge("b"));
        var web = lab.container("web", "a");
        assertThat(defaultGateway(web)).isEqualTo(gateway("a"));
        web.connect(EndpointSpec.to("b").withGatewayPriority(1));
        assertThat(defaultGateway(web)).isEqualTo(gateway("b"));
        web.disconnect("b");
        assertThat(defaultGateway(web)).isEqualTo(gateway("a"));
    }

    private InetAddress gateway(String network) throws NetworkException {
        return lab.service().get(network).pools().getFirst().gateway().orElseThrow();
    }

    private static InetAddress defaultGateway(NamespaceSandbox sandbox) throws IOException {
        return sandbox.namespace().call(() -> {
            try (var route = RouteNetlink.open()) {
                return route.routes().stream()
                        .filter(each -> each.destination().prefix() == 0)
                        .findFirst()
                        .orElseThrow()
                        .gateway()
                        .orElseThrow();
            }
        });
    }

    @Test
    void containersSpeakIpv6WhereTheNetworkHasIt() throws Exception {
        lab.service().create(NetworkSpec.bridge("six").withIpv6());
        var web = lab.container("web", "six");
        var client = lab.container("client", "six");
        lab.serve(web, 80, "hello");
        var address = web.endpoints().getFirst().ipv6().orElseThrow().address();
        assertThat(hear(client, address.getHostAddress(), 80)).startsWith("hello");
        assertThat(hearFromHost(address.getHostAddress(), 80)).startsWith("hello");
    }

    @Test
    void thePredefinedBridgeIsMadeWhenItIsFirstUsed() throws Exception {
        String device = lab.service().get("bridge").device();
        try (var route = RouteNetlink.open()) {
            assertThat(route.findLink(device)).isEmpty();
            var web = lab.container("web", "bridge");
            assertThat(route.findLink(device)).isPresent();
            assertThat(web.endpoints().getFirst().dnsNames()).isEmpty();
            assertThat(web.etcFiles().resolvConf()).contains("nameserver 8.8.8.8");
        }
    }

    @Test
    void anAddressThatAnotherContainerGetsIsReachedWithoutALostPacket() throws Exception {
        lab.service().create(NetworkSpec.bridge("front"));
        var client = lab.container("client", "front");
        Optional<InetAddress> address = Optional.empty();
        for (int round = 0; round < 10; round++) {
            var web = lab.container("web" + round, "front");
            var server = lab.serve(web, 80, "round " + round);
            assertThat(ip(web)).isEqualTo(address.orElse(ip(web)));
            address = Optional.of(ip(web));
            long start = System.nanoTime();
            assertThat(hear(client, ip(web).getHostAddress(), 80)).startsWith("round " + round + " ");
            assertThat(System.nanoTime() - start)
                    .as("a lost packet is sent again after a second")
                    .isLessThan(900_000_000L);
            server.close();
            web.close();
        }
    }
}
