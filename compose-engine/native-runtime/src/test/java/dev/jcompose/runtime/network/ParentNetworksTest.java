package dev.jcompose.runtime.network;

import static dev.jcompose.runtime.network.Lab.hear;
import static dev.jcompose.runtime.network.Lab.hearFromHost;
import static dev.jcompose.runtime.network.Lab.ip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jcompose.runtime.network.address.Cidr;
import dev.jcompose.runtime.network.address.MacAddress;
import dev.jcompose.runtime.network.netlink.RouteNetlink;
import dev.jcompose.runtime.network.netlink.SubLink;
import dev.jcompose.runtime.os.Errno;
import dev.jcompose.runtime.os.ErrnoException;
import dev.jcompose.runtime.os.NetworkNamespace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks whose containers have devices on top of one of the host's, on the real kernel. */
class ParentNetworksTest {
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

    private static NetworkSpec spec(String name, String driver, Map<String, String> options) {
        return new NetworkSpec(name, driver, false, false, false, List.of(), Map.of(), options, Map.of());
    }

    /** In the neighbour's subnet, behind the neighbour, with addresses from 128 on. */
    private static NetworkSpec lan(Lab.Neighbour neighbour, String driver, Map<String, String> more) {
        var options = new java.util.LinkedHashMap<>(more);
        options.put("parent", neighbour.hostDevice());
        String net = neighbour.address().replaceFirst("\\.\\d+$", "");
        var pool = new IpamPool(
                Cidr.parse(net + ".0/24"),
                Optional.of(InetAddress.ofLiteral(neighbour.address())),
                Optional.of(Cidr.parse(net + ".128/25")),
                Map.of());
        return spec("lan", driver, options).withPools(List.of(pool));
    }

    @Test
    void aContainerIsANeighbourInTheLan() throws Exception {
        var neighbour = lab.neighbour();
        lab.service().create(lan(neighbour, "macvlan", Map.of()));
        var web = lab.container("web", "lan");
        lab.serve(web, 80, "hello");
        lab.greet(
                neighbour.namespace().call(() -> ServerSocketChannel.open().bind(new InetSocketAddress(9000))),
                "you are");

        assertThat(hear(Optional.of(neighbour.namespace()), ip(web).getHostAddress(), 80))
                .isEqualTo("hello " + neighbour.address());
        assertThat(hear(web, neighbour.address(), 9000)).isEqualTo("you are " + ip(web).getHostAddress());
        assertThatThrownBy(() -> hearFromHost(ip(web).getHostAddress(), 80))
                .as("the host itself does not reach what is on top of its device")
                .isInstanceOf(IOException.class);
    }

    @Test
    void containersReachEachOtherByNameUnlessTheyAreKeptPrivate() throws Exception {
        var neighbour = lab.neighbour();
        lab.service().create(lan(neighbour, "macvlan", Map.of()));
        var web = lab.container("web", "lan");
        var client = lab.container("client", "lan");
        lab.serve(web, 80, "hello");
        assertThat(hear(client, ip(web).getHostAddress(), 80))
                .isEqualTo("hello " + ip(client).getHostAddress());
        assertThat(lab.service().live("lan").addresses("web")).containsExactly(ip(web));
        web.close();
        client.close();
        lab.service().remove("lan");

        lab.service().create(lan(neighbour, "macvlan", Map.of("macvlan_mode", "private")));
        var alone = lab.container("alone", "lan");
        var other = lab.container("other", "lan");
        lab.serve(alone, 80, "psst");
        assertThat(hear(Optional.of(neighbour.namespace()), ip(alone).getHostAddress(), 80))
                .startsWith("psst");
        assertThatThrownBy(() -> hear(other, ip(alone).getHostAddress(), 80)).isInstanceOf(IOException.class);
    }

    @Test
    void withoutAParentTheNetworkLeadsNowhereAndGoesWithoutATrace() throws Exception {
        var network = lab.service().create(spec("apart", "macvlan", Map.of()));
        var web = lab.container("web", "apart");
        var client = lab.container("client", "apart");
        lab.serve(web, 80, "hello");
        assertThat(network.device()).startsWith("dm-");
        assertThat(hear(client, ip(web).getHostAddress(), 80)).startsWith("hello");
        web.close();
        client.close();
        lab.service().remove("apart");
        try (var route = RouteNetlink.open()) {
            assertThat(route.links())
                    .noneMatch(link -> link.name().endsWith(network.device().substring(3)));
        }
    }

    @Test
    void theAddressesOfAnEndpointAreThoseThatWereAskedFor() throws Exception {
        var neighbour = lab.neighbour();
        lab.service().create(lan(neighbour, "macvlan", Map.of()));
        var web = lab.container("web");
        var mac = MacAddress.parse("02:42:00:00:be:ef");
        var address = (java.net.Inet4Address)
                InetAddress.ofLiteral(neighbour.address().replaceFirst("\\.\\d+$", ".200"));
        web.connect(new EndpointSpec(
                "lan", Optional.of(address), Optional.empty(), Optional.of(mac), List.of(), 0, 0, Optional.of("lan0")));
        try (var route = web.namespace().call(RouteNetlink::open)) {
            var device = route.findLink("lan0").orElseThrow();
            assertThat(device.kind()).isEqualTo("macvlan");
            assertThat(device.mac()).contains(mac);
            assertThat(route.addresses()).contains(new RouteNetlink.DeviceAddress(device.index(), address, 24));
        }
        web.disconnect("lan");
        try (var route = web.namespace().call(RouteNetlink::open)) {
            assertThat(route.findLink("lan0")).isEmpty();
        }
    }

    @Test
    void theHighestGatewayPriorityGivesTheWayOutAndPortsStayOnTheBridge() throws Exception {
        var neighbour = lab.neighbour();
        lab.service().create(lan(neighbour, "macvlan", Map.of()));
        lab.service().create(NetworkSpec.bridge("aa"));
        var web = lab.container("web", "aa");
        lab.serve(web, 80, "hello");
        assertThat(gateway(web))
                .isEqualTo(web.endpoints().getFirst().ipv4().orElseThrow().gateway());

        web.connect(EndpointSpec.to("lan").withGatewayPriority(1));

        assertThat(gateway(web)).contains(InetAddress.ofLiteral(neighbour.address()));
        int port = web.publish(List.of(PortBinding.of(0, 80, Protocol.TCP)))
                .getFirst()
                .hostPort();
        assertThat(hearFromHost("127.0.0.1", port)).startsWith("hello");
    }

    private static Optional<InetAddress> gateway(NamespaceSandbox sandbox) throws IOException {
        try (var route = sandbox.namespace().call(RouteNetlink::open)) {
            return route.routes().stream()
                    .filter(each ->
                            each.destination().prefix() == 0 && each.gateway().isPresent())
                    .findFirst()
                    .flatMap(RouteNetlink.Route::gateway);
        }
    }

    @Test
    void aRestartedDaemonKnowsItAgain() throws Exception {
        var neighbour = lab.neighbour();
        var network = lab.service().create(lan(neighbour, "macvlan", Map.of()));
        var apart = lab.service().create(spec("apart", "macvlan", Map.of()));

        assertThat(lab.restart().reconcile()).noneMatch(line -> line.contains(apart.device()));

        assertThat(lab.service().list()).contains(network, apart);
        var web = lab.container("web", "lan");
        lab.serve(web, 80, "again");
        assertThat(hear(Optional.of(neighbour.namespace()), ip(web).getHostAddress(), 80))
                .startsWith("again");
    }

    @Test
    void whatCannotWorkIsSaidWhenTheNetworkIsMade() {
        assertThatThrownBy(() -> lab.service().create(spec("x", "macvlan", Map.of("parent", "nosuch0"))))
                .isInstanceOfSatisfying(
                        NetworkException.class, e -> assertThat(e.kind()).isEqualTo(NetworkException.Kind.INVALID))
                .hasMessage("network x: the parent interface nosuch0 was not found on this host");
        assertThatThrownBy(() -> lab.service().create(spec("x", "macvlan", Map.of("macvlan_mode", "bad"))))
                .hasMessage("unknown macvlan_mode 'bad': choose one of private, vepa, bridge, passthru");
        assertThatThrownBy(() -> lab.service().create(spec("x", "ipvlan", Map.of("ipvlan_mode", "l4"))))
                .hasMessage("unknown ipvlan_mode 'l4': choose one of l2, l3, l3s");
        assertThatThrownBy(() -> lab.service().create(spec("x", "ipvlan", Map.of("ipvlan_flag", "bad"))))
                .hasMessage("unknown ipvlan_flag 'bad': choose one of bridge, private, vepa");
        assertThat(lab.service().list()).hasSize(3);
    }

    @Test
    void twoNetworksDoNotShareAParent() throws Exception {
        var neighbour = lab.neighbour();
        lab.service().create(lan(neighbour, "macvlan", Map.of()));
        assertThatThrownBy(() ->
                        lab.service().create(spec("second", "macvlan", Map.of("parent", neighbour.hostDevice()))))
                .hasMessage("network lan is already using parent interface " + neighbour.hostDevice());
    }

    @Test
    void onIpvlanContainersShareTheParentsHardwareAddress() throws Exception {
        var neighbour = lab.neighbour();
        assumeIpvlan(neighbour);
        lab.service().create(lan(neighbour, "ipvlan", Map.of()));
        var web = lab.container("web", "lan");
        lab.serve(web, 80, "hello");
        assertThat(web.endpoints().getFirst().mac()).isEmpty();
        assertThat(hear(Optional.of(neighbour.namespace()), ip(web).getHostAddress(), 80))
                .isEqualTo("hello " + neighbour.address());
        var wanted = new EndpointSpec(
                "lan",
                Optional.empty(),
                Optional.empty(),
                Optional.of(MacAddress.parse("02:42:00:00:be:ef")),
                List.of(),
                0,
                0,
                Optional.empty());
        var other = lab.container("other");
        assertThatThrownBy(() -> other.connect(wanted))
                .hasMessageContaining("ipvlan interfaces do not support custom mac address assignment");
    }

    @Test
    void whereTheParentRoutesThereIsNoGateway() throws Exception {
        var neighbour = lab.neighbour();
        assumeIpvlan(neighbour);
        lab.service().create(lan(neighbour, "ipvlan", Map.of("ipvlan_mode", "l3")));
        var web = lab.container("web", "lan");
        assertThat(web.endpoints().getFirst().ipv4().orElseThrow().gateway()).isEmpty();
        try (var route = web.namespace().call(RouteNetlink::open)) {
            assertThat(route.routes())
                    .anyMatch(each ->
                            each.destination().prefix() == 0 && each.gateway().isEmpty());
        }
    }

    private static void assumeIpvlan(Lab.Neighbour neighbour) throws IOException {
        try (var route = RouteNetlink.open()) {
            int parent = route.findLink(neighbour.hostDevice()).orElseThrow().index();
            var namespace = NetworkNamespace.create(() -> 0);
            try (var trial = namespace.namespace()) {
                route.createSubLink(
                        new RouteNetlink.SubLinkPlace("try0", parent, 0, Optional.of(trial), 0),
                        new SubLink.Ipvlan(SubLink.Ipvlan.Layer.L2, SubLink.Ipvlan.Flag.BRIDGE));
            } catch (ErrnoException e) {
                assumeTrue(!e.is(Errno.EOPNOTSUPP), "this kernel has no ipvlan");
                throw e;
            }
        }
    }
}
