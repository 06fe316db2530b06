package dev.jcompose.runtime.network;

import static dev.jcompose.runtime.network.Lab.hear;
import static dev.jcompose.runtime.network.Lab.hearFromHost;
import static dev.jcompose.runtime.network.Lab.hearUdp;
import static dev.jcompose.runtime.network.Lab.ip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who reaches a published port, and what happens when it is taken, on the real kernel. */
class PublishedPortsTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    @TempDir
    Path directory;

    private Lab lab;
    private NamespaceSandbox web;

    @BeforeEach
    void open() throws Exception {
        lab = new Lab(directory);
        lab.service().create(NetworkSpec.bridge("front"));
        lab.service().create(NetworkSpec.bridge("back"));
        web = lab.container("web", "front");
        lab.serve(web, 80, "hello");
    }

    @AfterEach
    void close() throws Exception {
        if (lab != null) {
            lab.close();
        }
    }

    private static int publish(NamespaceSandbox sandbox, PortBinding binding) throws NetworkException {
        return sandbox.publish(List.of(binding)).getLast().hostPort();
    }

    @Test
    void aPortOnAllAddressesIsReachedFromEverywhere() throws Exception {
        int port = publish(web, PortBinding.of(0, 80, Protocol.TCP));
        var neighbour = lab.neighbour();
        assertThat(hearFromHost("127.0.0.1", port)).startsWith("hello");
        assertThat(hearFromHost(neighbour.hostAddress(), port)).startsWith("hello");
        assertThat(hearFromHost("::1", port)).startsWith("hello");
        assertThat(hear(Optional.of(neighbour.namespace()), neighbour.hostAddress(), port))
                .as("the container sees the client's own address")
                .isEqualTo("hello " + neighbour.address());
        assertThat(web.published())
                .extracting(PublishedPort::hostIp)
                .containsExactly(InetAddress.ofLiteral("0.0.0.0"), InetAddress.ofLiteral("::"));
    }

    @Test
    void otherContainersReachItThroughTheHostAndSoDoesTheContainerItself() throws Exception {
        int port = publish(web, PortBinding.of(0, 80, Protocol.TCP));
        var neighbour = lab.neighbour();
        var same = lab.container("same", "front");
        var other = lab.container("other", "back");
        var closed = lab.service().create(NetworkSpec.bridge("closed").asInternal());
        var inside = lab.container("inside", "closed");
        assertThat(hear(same, neighbour.hostAddress(), port)).startsWith("hello");
        assertThat(hear(other, neighbour.hostAddress(), port)).startsWith("hello");
        assertThat(hear(web, neighbour.hostAddress(), port)).startsWith("hello");
        var gateway = closed.pools().getFirst().gateway().orElseThrow().getHostAddress();
        assertThatThrownBy(() -> hear(inside, gateway, port)).isInstanceOf(IOException.class);
    }

    @Test
    void aPortOnLoopbackIsReachedFromTheHostOnly() throws Exception {
        int port = publish(web, PortBinding.of(0, 80, Protocol.TCP).on(LOOPBACK));
        var neighbour = lab.neighbour();
        var other = lab.container("other", "back");
        assertThat(hearFromHost("127.0.0.1", port)).startsWith("hello");
        assertThatThrownBy(() -> hear(Optional.of(neighbour.namespace()), neighbour.hostAddress(), port))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> hear(other, neighbour.hostAddress(), port)).isInstanceOf(IOException.class);
    }

    @Test
    void theDestinationLoopbackOfANeighboursPacketIsNotTranslated() throws Exception {
        int port = publish(web, PortBinding.of(0, 80, Protocol.TCP).on(LOOPBACK));
        var neighbour = lab.neighbour();
        // CVE-2025-54388: a machine in the LAN routes 127.0.0.1 to the host.
        neighbour.namespace().call(() -> {
            Sysctl.set("net/ipv4/conf/all/route_localnet", "1");
            return 0;
        });
        assertThatThrownBy(() -> hear(Optional.of(neighbour.namespace()), "127.0.0.1", port))
                .isInstanceOf(IOException.class);
    }

    @Test
    void datagramsAreTranslatedToo() throws Exception {
        lab.echoUdp(web, 53, "udp");
        int port = publish(web, PortBinding.of(0, 53, Protocol.UDP));
        var neighbour = lab.neighbour();
        assertThat(hearUdp(Optional.empty(), "127.0.0.1", port)).isEqualTo("udp");
        assertThat(hearUdp(Optional.empty(), "::1", port)).isEqualTo("udp");
        assertThat(hearUdp(Optional.of(neighbour.namespace()), neighbour.hostAddress(), port))
                .isEqualTo("udp");
    }

    @Test
    void aFlowOfDatagramsFollowsThePortToAnotherContainer() throws Exception {
        lab.echoUdp(web, 53, "first");
        int port = publish(web, PortBinding.of(0, 53, Protocol.UDP));
        var neighbour = lab.neighbour();
        var next = lab.container("next", "front");
        lab.echoUdp(next, 53, "second");
        var client = neighbour.namespace().call(() -> new java.net.DatagramSocket());
        try (client) {
            client.connect(new InetSocketAddress(neighbour.hostAddress(), port));
            assertThat(ask(client)).isEqualTo("first");
            web.close();
            next.publish(List.of(PortBinding.of(port, 53, Protocol.UDP)));
            assertThat(ask(client)).isEqualTo("second");
        }
    }

    private static String ask(java.net.DatagramSocket client) throws IOException {
        client.setSoTimeout(Lab.MILLIS);
        client.send(new java.net.DatagramPacket(new byte[1], 1));
        var packet = new java.net.DatagramPacket(new byte[100], 100);
        client.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), java.nio.charset.StandardCharsets.UTF_8);
    }

    @Test
    void ipv6IsTranslatedWhereTheNetworkHasIt() throws Exception {
        lab.service().create(NetworkSpec.bridge("six").withIpv6());
        var six = lab.container("six", "six");
        lab.serve(six, 80, "hello6");
        int port = publish(six, PortBinding.of(0, 80, Protocol.TCP));
        var gateway = lab.service().get("six").pools().getLast().gateway().orElseThrow();
        assertThat(hearFromHost(gateway.getHostAddress(), port)).startsWith("hello6 fd");
        assertThat(hearFromHost("::1", port)).startsWith("hello6");
        assertThat(hearFromHost("127.0.0.1", port)).startsWith("hello6 172.");
    }

    @Test
    void aPortOfAnotherContainerIsNamedAndNothingRemains() throws Exception {
        int port = publish(web, PortBinding.of(0, 80, Protocol.TCP));
        var other = lab.container("other", "front");
        assertThatThrownBy(() -> other.publish(
                        List.of(PortBinding.of(0, 81, Protocol.TCP), PortBinding.of(port, 80, Protocol.TCP))))
                .isInstanceOfSatisfying(
                        NetworkException.class,
                        e -> assertThat(e.kind()).isEqualTo(NetworkException.Kind.PORT_ALLOCATED))
                .hasMessage("Bind for 0.0.0.0:" + port + " failed: port is already allocated by container web");
        assertThat(other.published()).isEmpty();
        assertThat(other.mappings()).isEmpty();
    }

    @Test
    void aPortOfAProcessIsNamed() throws Exception {
        try (var taken = new ServerSocket(0)) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> web.publish(List.of(PortBinding.of(port, 80, Protocol.TCP))))
                    .hasMessageStartingWith("Bind for 0.0.0.0:" + port + " failed: port is already allocated")
                    .hasMessageContaining("process " + ProcessHandle.current().pid() + " (");
        }
    }

    @Test
    void ofARangeTheFirstFreePortIsTaken() throws Exception {
        int first = publish(web, PortBinding.of(0, 80, Protocol.TCP));
        var range = new PortBinding(Optional.empty(), first, first + 5, 80, Protocol.TCP);
        assertThat(publish(web, range)).isGreaterThan(first).isLessThanOrEqualTo(first + 5);
    }

    @Test
    void portsFollowTheDefaultRouteToAnotherNetwork() throws Exception {
        int port = publish(web, PortBinding.of(0, 80, Protocol.TCP));
        web.connect(EndpointSpec.to("back"));
        web.disconnect("front");
        assertThat(hearFromHost("127.0.0.1", port)).startsWith("hello");
        assertThat(ip(web))
                .isEqualTo(web.endpoints().getLast().ipv4().orElseThrow().address());
        web.disconnect("back");
        assertThat(web.published()).isEmpty();
    }

    @Test
    void withoutAWayOutPortsWait() throws Exception {
        lab.service().create(NetworkSpec.bridge("closed").asInternal());
        var inside = lab.container("inside", "closed");
        lab.serve(inside, 80, "inside");
        assertThat(inside.publish(List.of(PortBinding.of(0, 80, Protocol.TCP)))).isEmpty();
        inside.connect(EndpointSpec.to("front"));
        int port = inside.published().getFirst().hostPort();
        assertThat(hearFromHost("127.0.0.1", port)).startsWith("inside");
    }

    @Test
    void aThousandPortsArePublishedAtOnce() throws Exception {
        var bindings = new java.util.ArrayList<PortBinding>();
        for (int i = 0; i < 1000; i++) {
            bindings.add(PortBinding.of(0, 1000 + i, Protocol.UDP).on(LOOPBACK));
        }
        assertThat(web.publish(bindings)).hasSize(1000);
    }
}
