package dev.jcompose.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jcompose.runtime.network.netlink.NetlinkConnection;
import dev.jcompose.runtime.network.nft.ChangeWatch;
import dev.jcompose.runtime.os.NetworkNamespace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rules among those of iptables, in a namespace of the test's own; iptables itself must still be able to read them. */
class OtherFirewallsTest {
    private static final Path IPTABLES = Path.of("/usr/sbin/iptables");

    private NetworkNamespace namespace;
    private NetlinkConnection connection;
    private OtherFirewalls firewalls;

    @BeforeEach
    void open() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "the packet filter needs root");
        assumeTrue(Files.isExecutable(IPTABLES), "iptables is not installed");
        var created = NetworkNamespace.create(NetlinkConnection::netfilter);
        namespace = created.namespace();
        connection = created.result();
        firewalls = new OtherFirewalls(connection, "jcompose-test");
        assumeTrue(iptables("-V").contains("nf_tables"), "iptables writes no nf_tables rules");
    }

    @AfterEach
    void close() {
        if (namespace != null) {
            connection.close();
            namespace.close();
        }
    }

    private String iptables(String... arguments) throws IOException {
        return namespace.call(() -> {
            var command = new java.util.ArrayList<>(List.of(IPTABLES.toString()));
            command.addAll(List.of(arguments));
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        });
    }

    @Test
    void whereNobodyDropsNothingIsAdded() throws Exception {
        firewalls.admit(List.of("br-one"));
        iptables("-A", "FORWARD", "-i", "eth9", "-j", "ACCEPT");
        firewalls.admit(List.of("br-one"));
        assertThat(iptables("-S", "FORWARD")).doesNotContain("br-one");
    }

    @Test
    void bridgesAreLetThroughAChainThatDropsByDefault() throws Exception {
        iptables("-P", "FORWARD", "DROP");
        firewalls.admit(List.of("br-one", "br-two"));
        firewalls.admit(List.of("br-one", "br-two"));
        assertThat(iptables("-S", "FORWARD").lines())
                .hasSize(5)
                .anyMatch(line -> line.startsWith("-A FORWARD -i br-one ") && line.endsWith("-j ACCEPT"))
                .anyMatch(line -> line.startsWith("-A FORWARD -o br-two ") && line.endsWith("-j ACCEPT"));
        firewalls.admit(List.of("br-two"));
        assertThat(iptables("-S", "FORWARD")).doesNotContain("br-one").contains("br-two");
        firewalls.admit(List.of());
        assertThat(iptables("-S", "FORWARD").strip()).isEqualTo("-P FORWARD DROP");
    }

    @Test
    void dockersOwnChainForItsUsersIsPreferredAndRulesOfOthersStay() throws Exception {
        iptables("-P", "FORWARD", "DROP");
        firewalls.admit(List.of("br-one"));
        iptables("-N", "DOCKER-USER");
        iptables("-A", "DOCKER-USER", "-j", "RETURN");
        firewalls.admit(List.of("br-one"));
        assertThat(iptables("-S", "FORWARD").strip()).isEqualTo("-P FORWARD DROP");
        assertThat(iptables("-S", "DOCKER-USER").lines().toList())
                .hasSize(4)
                .last()
                .isEqualTo("-A DOCKER-USER -j RETURN");
        new OtherFirewalls(connection, "jcompose-tes").admit(List.of());
        assertThat(iptables("-S", "DOCKER-USER")).as("another engine's rules").contains("br-one");
    }

    @Test
    void aFirewallThatStartsLaterIsNoticed() throws Exception {
        var noticed = new CountDownLatch(1);
        try (var watch = namespace.call(() -> ChangeWatch.start(OtherFirewalls.TABLE, () -> {
            if (noticed.getCount() == 0) {
                return; // told of what it did itself; the namespace may be gone by now
            }
            try {
                firewalls.admit(List.of("br-one"));
                if (iptables("-S", "DOCKER-USER").contains("br-one")) {
                    noticed.countDown();
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }))) {
            assertThat(watch).isNotNull();
            iptables("-t", "nat", "-N", "DOCKER");
            iptables("-P", "FORWARD", "DROP");
            iptables("-N", "DOCKER-USER");
            assertThat(noticed.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }
}
