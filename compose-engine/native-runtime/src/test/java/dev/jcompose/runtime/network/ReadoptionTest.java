package dev.jcompose.runtime.network;

import static dev.jcompose.runtime.network.Lab.hear;
import static dev.jcompose.runtime.network.Lab.hearFromHost;
import static dev.jcompose.runtime.network.Lab.ip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.runtime.network.netlink.RouteNetlink;
import dev.jcompose.runtime.os.NetworkNamespace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a new daemon makes of what a killed one left behind, on the real kernel. */
class ReadoptionTest {
    @TempDir
    Path directory;

    private Lab lab;
    private final List<Process> processes = new ArrayList<>();

    @BeforeEach
    void open() throws Exception {
        lab = new Lab(directory);
        lab.service().create(NetworkSpec.bridge("front"));
    }

    @AfterEach
    void close() throws Exception {
        for (var process : processes) {
            process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
        }
        if (lab != null) {
            lab.close();
        }
    }

    /** The process of a container: it keeps the namespace when the daemon is gone. */
    private long run(NamespaceSandbox sandbox) throws IOException {
        var process = sandbox.namespace().call(() -> new ProcessBuilder("sleep", "1000").start());
        processes.add(process);
        return process.pid();
    }

    @Test
    void publishedPortsWorkWhileTheDaemonIsAwayAndAreHeldAgainAfterwards() throws Exception {
        var web = lab.container("web", "front");
        lab.serve(web, 80, "hello");
        long pid = run(web);
        int port = web.publish(List.of(PortBinding.of(0, 80, Protocol.TCP)))
                .getFirst()
                .hostPort();
        var neighbour = lab.neighbour();

        var service = lab.restart();
        assertThat(hearFromHost("127.0.0.1", port)).startsWith("hello");
        var again = service.adopt(web.containerId(), pid);
        assertThat(service.reconcile()).isEmpty();

        assertThat(again.published()).extracting(PublishedPort::hostPort).containsExactly(port, port);
        assertThat(hearFromHost("127.0.0.1", port)).startsWith("hello");
        assertThat(hearFromHost("::1", port)).startsWith("hello");
        assertThat(hear(java.util.Optional.of(neighbour.namespace()), neighbour.hostAddress(), port))
                .startsWith("hello");
        var other = lab.container("other", "front");
        assertThatThrownBy(() -> other.publish(List.of(PortBinding.of(port, 80, Protocol.TCP))))
                .hasMessageContaining("port is already allocated by container web");
        again.close();
        assertThat(other.publish(List.of(PortBinding.of(port, 80, Protocol.TCP))))
                .hasSize(2);
    }

    @Test
    void namesAddressesAndTheNameServersPortsAreThoseOfBefore() throws Exception {
        var web = lab.container("web", "front");
        long pid = run(web);
        var endpoint = web.endpoints().getFirst();
        var before = lab.service().get("front");

        var service = lab.restart();
        var again = (NamespaceSandbox) service.adopt(web.containerId(), pid);
        service.reconcile();

        assertThat(service.get("front")).isEqualTo(before);
        assertThat(again.endpoints()).containsExactly(endpoint);
        assertThat(service.inspect("front").containers()).hasSize(1);
        assertThat(ContainerDnsTest.addresses(again, "web"))
                .containsExactly(ip(again).getHostAddress());
        var next = lab.container("next", "front");
        assertThat(ip(next)).isNotEqualTo(ip(again));
        assertThat(ContainerDnsTest.addresses(next, "web"))
                .containsExactly(ip(again).getHostAddress());
        again.close();
    }

    @Test
    void whatNobodyAdoptsIsRemoved() throws Exception {
        var web = lab.container("web", "front");
        long pid = run(web);
        int port = web.publish(List.of(PortBinding.of(0, 80, Protocol.TCP)))
                .getFirst()
                .hostPort();
        String device = web.endpoints().getFirst().hostInterface();

        var service = lab.restart();
        assertThat(service.reconcile())
                .anyMatch(line -> line.contains(web.containerId()))
                .anyMatch(line -> line.contains(device));

        assertThatThrownBy(() -> hearFromHost("127.0.0.1", port)).isInstanceOf(IOException.class);
        assertThat(goneSoon(device)).isTrue();
        assertThatThrownBy(() -> service.adopt(web.containerId(), pid))
                .hasMessageStartingWith("nothing is known of the network of container");
        service.remove("front");
    }

    @Test
    void aBridgeWithoutARecordIsRemovedAndAMissingOneIsMadeAgain() throws Exception {
        String front = lab.service().get("front").device();
        String orphan = "br-orphan" + lab.identity().tag();
        try (var route = RouteNetlink.open()) {
            route.createBridge(new RouteNetlink.BridgeSpec(
                    orphan, lab.identity().group(), dev.jcompose.runtime.network.address.MacAddress.random(), 0));
            route.deleteLink(route.findLink(front).orElseThrow().index());
            var service = lab.restart();
            assertThat(service.reconcile()).anyMatch(line -> line.contains(orphan));
            assertThat(goneSoon(orphan)).isTrue();
            assertThat(route.findLink(front)).isPresent();
        }
        var one = lab.container("one", "front");
        var two = lab.container("two", "front");
        lab.serve(one, 80, "hello");
        assertThat(hear(two, ip(one).getHostAddress(), 80)).startsWith("hello");
    }

    @Test
    void anotherEnginesDevicesAndPortsAreNotTouched(@TempDir Path elsewhere) throws Exception {
        var other = new Lab(elsewhere);
        try {
            other.service().create(NetworkSpec.bridge("front"));
            var web = other.container("web", "front");
            other.serve(web, 80, "other");
            int port = web.publish(List.of(PortBinding.of(0, 80, Protocol.TCP)))
                    .getFirst()
                    .hostPort();
            lab.restart().reconcile();
            assertThat(hearFromHost("127.0.0.1", port)).startsWith("other");
        } finally {
            other.close();
        }
    }

    /** Devices are removed in the background. */
    private static boolean goneSoon(String device) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        try (var route = RouteNetlink.open()) {
            while (route.findLink(device).isPresent()) {
                if (System.nanoTime() > deadline) {
                    return false;
                }
                Thread.sleep(5);
            }
            return true;
        }
    }

    @Test
    void aProcessThatIsGoneCannotBeAdopted() throws Exception {
        var web = lab.container("web", "front");
        var service = lab.restart();
        assertThatThrownBy(() -> service.adopt(web.containerId(), Integer.MAX_VALUE))
                .isInstanceOf(NetworkException.class)
                .hasMessageContaining("no such file");
        try (var here = NetworkNamespace.ofHost()) {
            assertThat(here.fd().isOpen()).isTrue();
        }
    }
}
