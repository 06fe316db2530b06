package dev.jcompose.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.runtime.network.address.Cidr;
import dev.jcompose.runtime.network.address.MacAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which subnets networks get, and which addresses containers get in them. */
class AddressingTest {

    private static Network network(boolean configured, IpamPool... pools) {
        return new Network(
                "ab".repeat(32),
                "net",
                Driver.BRIDGE,
                false,
                false,
                pools.length > 1,
                List.of(pools),
                configured,
                Map.of(),
                Map.of(),
                Map.of(),
                "br-test",
                Instant.EPOCH);
    }

    private static IpamPool pool(String subnet, String gateway) {
        return new IpamPool(
                Cidr.parse(subnet), Optional.of(InetAddress.ofLiteral(gateway)), Optional.empty(), Map.of());
    }

    @Test
    void blocksKnowTheirMembers() {
        var block = Cidr.parse("172.20.5.9/24");
        assertThat(block).hasToString("172.20.5.0/24");
        assertThat(block.contains(InetAddress.ofLiteral("172.20.5.255"))).isTrue();
        assertThat(block.contains(InetAddress.ofLiteral("172.20.6.0"))).isFalse();
        assertThat(block.contains(InetAddress.ofLiteral("::1"))).isFalse();
        assertThat(block.overlaps(Cidr.parse("172.16.0.0/12"))).isTrue();
        assertThat(block.overlaps(Cidr.parse("172.20.4.0/24"))).isFalse();
        assertThat(block.last()).isEqualTo(InetAddress.ofLiteral("172.20.5.255"));
        assertThat(Cidr.parse("fd00::/64").last()).isEqualTo(InetAddress.ofLiteral("fd00::ffff:ffff:ffff:ffff"));
        assertThatThrownBy(() -> Cidr.parse("172.20.0.0")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Cidr.parse("172.20.0.0/33")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Cidr.parse("example.org/8")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyBlockIsFreeOfWhatIsTakenUntilNoneIsLeft() {
        var pools = new AddressPools(17);
        var taken = new ArrayList<>(List.of(
                Cidr.parse("172.16.0.0/13"),
                Cidr.parse("172.24.0.0/14"),
                Cidr.parse("172.28.0.0/15"),
                Cidr.parse("172.30.0.0/16"),
                Cidr.parse("172.31.0.0/17"),
                Cidr.parse("172.31.128.0/18"),
                Cidr.parse("192.168.0.0/16")));
        var first = pools.choose(taken).orElseThrow();
        assertThat(first.prefix()).isEqualTo(24);
        assertThat(Cidr.parse("172.31.192.0/18").contains(first)).isTrue();
        for (int i = 0; i < 64; i++) {
            taken.add(pools.choose(taken).orElseThrow());
        }
        assertThat(pools.choose(taken)).isEmpty();
    }

    @Test
    void enginesBeginAtDifferentBlocks() {
        assertThat(new AddressPools(1).choose(List.of())).isNotEqualTo(new AddressPools(2).choose(List.of()));
    }

    @Test
    void theLowestFreeAddressIsGivenAndGivenAgainWhenReleased() throws Exception {
        var ipam = new Ipam(network(false, pool("172.20.0.0/24", "172.20.0.1")));
        var first = ipam.allocate(true, "container one");
        assertThat(first).isEqualTo(InetAddress.ofLiteral("172.20.0.2"));
        assertThat(ipam.allocate(true, "container two")).isEqualTo(InetAddress.ofLiteral("172.20.0.3"));
        ipam.release(first);
        assertThat(ipam.allocate(true, "container three")).isEqualTo(first);
    }

    @Test
    void aFullSubnetSaysSo() throws Exception {
        var ipam = new Ipam(network(false, pool("172.20.0.0/29", "172.20.0.1")));
        for (int i = 0; i < 5; i++) {
            ipam.allocate(true, "container " + i);
        }
        assertThatThrownBy(() -> ipam.allocate(true, "container last"))
                .hasMessageContaining("no available IPv4 addresses on this network's address pools: net");
    }

    @Test
    void dynamicAddressesComeFromTheRangeAndAvoidAuxiliaryOnes() throws Exception {
        var pool = new IpamPool(
                Cidr.parse("172.20.0.0/24"),
                Optional.of(InetAddress.ofLiteral("172.20.0.1")),
                Optional.of(Cidr.parse("172.20.0.128/30")),
                Map.of("printer", InetAddress.ofLiteral("172.20.0.128")));
        var ipam = new Ipam(network(true, pool));
        assertThat(ipam.allocate(true, "container one")).isEqualTo(InetAddress.ofLiteral("172.20.0.129"));
        ipam.reserve(InetAddress.ofLiteral("172.20.0.9"), "container two");
        assertThatThrownBy(() -> ipam.reserve(InetAddress.ofLiteral("172.20.0.128"), "container three"))
                .hasMessageContaining("auxiliary address printer");
        assertThatThrownBy(() -> ipam.reserve(InetAddress.ofLiteral("172.21.0.9"), "container three"))
                .hasMessageContaining("no configured subnet contains IP address 172.21.0.9");
    }

    @Test
    void ipv6AddressesAreFoundAtOnceInHugeSubnets() throws Exception {
        var ipam = new Ipam(network(false, pool("172.20.0.0/24", "172.20.0.1"), pool("fd00::/64", "fd00::1")));
        assertThat(ipam.allocate(false, "container one")).isEqualTo(InetAddress.ofLiteral("fd00::2"));
    }

    @Test
    void hardwareAddressesFollowFromTheAddress() {
        assertThat(MacAddress.derivedFrom((Inet4Address) InetAddress.ofLiteral("172.20.0.2")))
                .hasToString("02:42:ac:14:00:02")
                .isEqualTo(MacAddress.parse("02-42-AC-14-00-02"));
        assertThatThrownBy(() -> MacAddress.parse("02:42")).hasMessageContaining("is no MAC address");
    }

    @Test
    void theClientsChoicesAreCheckedAndTheRestIsCompleted() throws Exception {
        var rules = new NetworkRules(new AddressPools(1));
        var network = rules.complete(
                NetworkSpec.bridge("net")
                        .withPools(List.of(IpamPool.of(Cidr.parse("10.9.0.0/16"))))
                        .withIpv6(),
                List.of(),
                List.of());
        assertThat(network.pools()).hasSize(2);
        assertThat(network.pools().getFirst().gateway()).contains(InetAddress.ofLiteral("10.9.0.1"));
        assertThat(network.pools().getLast().subnet().toString())
                .startsWith("fd")
                .endsWith("/64");
        assertThat(network.device()).isEqualTo("br-" + network.id().substring(0, 12));
        assertThatThrownBy(() -> rules.complete(
                        NetworkSpec.bridge("net")
                                .withOptions(Map.of(Network.BRIDGE_NAME_OPTION, "far-too-long-a-name")),
                        List.of(),
                        List.of()))
                .hasMessageContaining("is no device name");
        assertThatThrownBy(() -> rules.complete(
                        NetworkSpec.bridge("net").withPools(List.of(pool("10.9.0.0/16", "10.10.0.1"))),
                        List.of(),
                        List.of()))
                .hasMessageContaining("no matching subnet for gateway 10.10.0.1");
    }

    @Test
    void recordsSurviveTheDisk() throws Exception {
        var network = network(true, pool("172.20.0.0/24", "172.20.0.1"), pool("fd00::/64", "fd00::1"));
        assertThat(new NetworkJson().fromJson(new NetworkJson().toJson(network)))
                .isEqualTo(network);
        var spec = SandboxSpec.of("cd".repeat(32), "web");
        var state = new SandboxState(
                new SandboxSpec(
                        spec.containerId(),
                        "web",
                        "host",
                        "example.org",
                        List.of(InetAddress.ofLiteral("192.0.2.1")),
                        List.of("."),
                        List.of("ndots:2"),
                        List.of(
                                SandboxSpec.ExtraHost.parse("a:192.0.2.3"),
                                SandboxSpec.ExtraHost.parse("b=[fd00::9]"),
                                SandboxSpec.ExtraHost.parse("c:host-gateway")),
                        Map.of("net.ipv4.ip_forward", "1")),
                false,
                List.of(new LiveNetwork(network)
                        .attach(spec, EndpointSpec.to("net"), new LiveNetwork.Interfaces("eth0", "jv1"))),
                Map.of("ab".repeat(32), List.of(EndpointSpec.Link.parse("web-1:linked"))),
                1,
                2,
                List.of(new SandboxState.Port(PortBinding.of(0, 80, Protocol.UDP), 8080)));
        assertThat(new SandboxJson().fromJson(new SandboxJson().toJson(state))).isEqualTo(state);
    }
}
