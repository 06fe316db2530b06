package dev.jcompose.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jcompose.runtime.network.netlink.Link;
import dev.jcompose.runtime.network.netlink.NetlinkConnection;
import dev.jcompose.runtime.network.netlink.RouteNetlink;
import dev.jcompose.runtime.network.nft.Family;
import dev.jcompose.runtime.network.nft.Listing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fifty times up and down leave nothing behind. */
class NetworkLeakTest {
    private static final int CYCLES = 50;
    private static final int CONTAINERS = 4;

    @TempDir
    Path directory;

    @Test
    void cyclesOfNetworksContainersAndPortsLeaveNothingBehind() throws Exception {
        var lab = new Lab(directory);
        cycle(lab);
        awaitNoDevices(lab);
        long descriptors = openFiles();
        for (int i = 0; i < CYCLES; i++) {
            cycle(lab);
        }
        awaitNoDevices(lab);
        assertThat(openFiles()).as("file descriptors").isLessThanOrEqualTo(descriptors);
        assertThat(directory.resolve("root/sandboxes"))
                .as("states of containers")
                .isEmptyDirectory();
        assertThat(directory.resolve("root/networks").toFile().list())
                .as("networks")
                .hasSize(3);
        String table = lab.identity().table();
        lab.close();
        try (var netfilter = NetlinkConnection.netfilter()) {
            for (var family : Family.values()) {
                assertThat(Listing.tables(netfilter, family)).doesNotContain(table);
                for (var chain : Listing.chains(netfilter, family)) {
                    assertThat(Listing.rules(netfilter, family, chain.table(), chain.name()))
                            .noneMatch(rule -> rule.comment().startsWith(table));
                }
            }
        }
    }

    private static void cycle(Lab lab) throws Exception {
        var network = lab.service().create(NetworkSpec.bridge("front"));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Sandbox>> starts = java.util.stream.IntStream.range(0, CONTAINERS)
                    .<Callable<Sandbox>>mapToObj(i -> () -> start(lab, "web" + i))
                    .toList();
            for (var started : threads.invokeAll(starts)) {
                started.get().close();
            }
        }
        lab.service().remove(network.id());
    }

    private static Sandbox start(Lab lab, String name) throws Exception {
        var sandbox = lab.service().createSandbox(SandboxSpec.of(LiveNetwork.newId(), name));
        sandbox.connect(EndpointSpec.to("front"));
        sandbox.publish(List.of(PortBinding.of(0, 80, Protocol.TCP), PortBinding.of(0, 53, Protocol.UDP)));
        return sandbox;
    }

    /** Bridges are deleted in the background, and veth pairs by the kernel when it takes a namespace down. */
    private static void awaitNoDevices(Lab lab) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        try (var route = RouteNetlink.open()) {
            while (true) {
                var left = route.links().stream()
                        .filter(link -> link.group() == lab.identity().group())
                        .map(Link::name)
                        .toList();
                if (left.isEmpty()) {
                    return;
                }
                assertThat(System.nanoTime()).as("devices left: " + left).isLessThan(deadline);
                Thread.sleep(10);
            }
        }
    }

    private static long openFiles() throws IOException {
        try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.count();
        }
    }
}
