package dev.jcompose.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jcompose.runtime.network.address.Cidr;
import dev.jcompose.runtime.network.address.MacAddress;
import dev.jcompose.runtime.network.netlink.NetlinkConnection;
import dev.jcompose.runtime.network.netlink.RouteNetlink;
import dev.jcompose.runtime.network.nft.Family;
import dev.jcompose.runtime.network.nft.Listing;
import dev.jcompose.runtime.os.NetworkNamespace;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Packet filters of several engines, in a namespace of the test's own. */
class GoneEnginesTest {
    private NetworkNamespace namespace;
    private NetlinkConnection netfilter;
    private RouteNetlink route;

    private record Kernel(NetlinkConnection netfilter, RouteNetlink route) {}

    @BeforeEach
    void open() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "the packet filter needs root");
        var created = NetworkNamespace.create(() -> new Kernel(NetlinkConnection.netfilter(), RouteNetlink.open()));
        namespace = created.namespace();
        netfilter = created.result().netfilter();
        route = created.result().route();
    }

    @AfterEach
    void close() {
        if (namespace != null) {
            route.close();
            netfilter.close();
            namespace.close();
        }
    }

    private void engine(String table, String bridge) throws Exception {
        var pool = IpamPool.of(Cidr.parse("172.30.1.0/24"));
        var network = new Network(
                LiveNetwork.newId(),
                "front",
                Driver.BRIDGE,
                false,
                false,
                false,
                List.of(pool),
                false,
                Map.of(),
                Map.of(),
                Map.of(),
                bridge,
                Instant.EPOCH);
        new Firewall(netfilter, table, 77).replace(List.of(network), List.of());
    }

    private List<String> tables() throws Exception {
        return Listing.tables(netfilter, Family.IPV4);
    }

    @Test
    void theFilterOfAnEngineWithoutAnyOfItsBridgesGoes() throws Exception {
        engine("jcompose-aaaaaa", "br-gone");
        engine("jcompose-bbbbbb", "br-there");
        engine("jcompose-cccccc", "br-own");
        engine("somebody-else", "br-gone");
        route.createBridge(new RouteNetlink.BridgeSpec("br-there", 77, MacAddress.random(), 0));

        var gone = new GoneEngines(netfilter, route, "jcompose-cccccc");

        assertThat(gone.clear()).containsExactly("jcompose-aaaaaa");
        assertThat(tables()).containsExactlyInAnyOrder("jcompose-bbbbbb", "jcompose-cccccc", "somebody-else");
        assertThat(Listing.tables(netfilter, Family.IPV6)).doesNotContain("jcompose-aaaaaa");
        assertThat(gone.clear()).isEmpty();
    }

    @Test
    void anEngineThatHasNoNetworkYetIsLeftAlone() throws Exception {
        new Firewall(netfilter, "jcompose-dddddd", 77).replace(List.of(), List.of());

        assertThat(new GoneEngines(netfilter, route, "jcompose-cccccc").clear()).isEmpty();
        assertThat(tables()).contains("jcompose-dddddd");
    }
}
