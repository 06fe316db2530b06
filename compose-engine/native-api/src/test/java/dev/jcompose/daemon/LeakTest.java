package dev.jcompose.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jcompose.model.Healthcheck;
import dev.jcompose.model.Port;
import dev.jcompose.model.value.Copies;
import dev.jcompose.planner.resource.ContainerId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The life of containers with all that they can have leaves nothing behind, whether it ends in good order or not. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class LeakTest {
    private static final int CYCLES = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TreeSet<String> containers = new TreeSet<>();
    private TestEngine daemon;
    private Shop shop;
    private int group;

    @BeforeEach
    void open() throws Exception {
        daemon = TestEngine.start();
        shop = new Shop(daemon);
    }

    @AfterEach
    void close() throws Exception {
        if (shop != null) {
            shop.clear();
            shop.close();
        }
        if (daemon != null) {
            daemon.close();
        }
    }

    @Test
    void cyclesOfContainersLeaveNothingBehind() throws Exception {
        cycle(0); // what the first ones make once and for all: threads, classes, the default networks
        cycle(1);
        var before = settled();
        for (int i = 0; i < CYCLES; i++) {
            cycle(i);
        }

        awaitNoMoreThan(before);
    }

    @Test
    void aDaemonThatIsKilledAmongItsContainersLeavesNothingEither() throws Exception {
        cycle(0);
        killDuringCycle();
        var before = settled();
        for (int i = 0; i < 3; i++) {
            killDuringCycle();
        }

        awaitNoMoreThan(before);
    }

    private void cycle(int number) throws Exception {
        var id = startOne();
        shop.exec(id, "echo something > /data/file; echo more > /scratch/file");
        switch (number % 3) {
            case 0 -> shop.engine().containers().stop(id, Optional.empty());
            case 1 -> {
                shop.engine().containers().kill(id, "KILL");
                shop.engine().containers().awaitExit(id);
            }
            default -> shop.engine().containers().restart(id, Optional.of(Duration.ZERO));
        }
        clear(id);
    }

    private void killDuringCycle() throws Exception {
        var id = startOne();
        shop.close();
        daemon.kill();
        daemon.restart();
        shop = new Shop(daemon);
        clear(id);
    }

    private ContainerId startOne() throws Exception {
        String network = shop.network();
        group = EngineTraces.groupOf("br-" + network.substring(0, 12));
        var id = shop.create(
                "web",
                service -> Shop.script("trap 'exit 0' TERM; sleep 1000 & wait")
                        .apply(service)
                        .ports(List.of(new Port(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of("127.0.0.1"),
                                80,
                                Optional.empty(),
                                Optional.of("tcp"),
                                Optional.empty(),
                                Copies.of(Map.of()))))
                        .healthcheck(Optional.of(new Healthcheck(
                                Optional.of(List.of("CMD", "true")),
                                Optional.empty(),
                                Optional.of(Duration.ofMillis(100)),
                                OptionalLong.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                false,
                                Copies.of(Map.of())))),
                Mounts.volume("data", "/data"),
                Mounts.anonymous("/scratch"));
        containers.add(id.value());
        try (var happenings = shop.happenings("web")) {
            shop.engine().containers().start(id);
            happenings.await("health_status: healthy");
        }
        return id;
    }

    private void clear(ContainerId id) throws Exception {
        shop.remove(id);
        shop.clear();
    }

    private EngineTraces traces() throws Exception {
        return EngineTraces.of(daemon, group, containers);
    }

    /** The kernel takes devices and namespaces away some time after their last user: read when two looks agree. */
    private EngineTraces settled() throws Exception {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        var last = traces();
        for (; ; ) {
            Thread.sleep(Duration.ofMillis(300));
            var now = traces();
            if (now.equals(last) && now.links().isEmpty()) {
                return now;
            }
            assertThat(System.nanoTime()).as("it does not come to rest: " + now).isLessThan(deadline);
            last = now;
        }
    }

    private void awaitNoMoreThan(EngineTraces before) throws Exception {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        var now = traces();
        while (!now.isNoMoreThan(before) && System.nanoTime() < deadline) {
            Thread.sleep(Duration.ofMillis(100));
            now = traces();
        }
        assertThat(now.mounts()).as("mounts").isSubsetOf(before.mounts());
        assertThat(now.links()).as("network devices").isSubsetOf(before.links());
        assertThat(now.cgroups()).as("cgroups").isSubsetOf(before.cgroups());
        assertThat(now.processes()).as("processes").isSubsetOf(before.processes());
        assertThat(now.files()).as("files").isSubsetOf(before.files());
        assertThat(now.descriptors()).as("descriptors of the daemon").isLessThanOrEqualTo(before.descriptors());
    }
}
