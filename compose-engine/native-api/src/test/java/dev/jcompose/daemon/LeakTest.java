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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The life of containers with all that they can have leaves nothing behind, whether it ends in good order or not. Five hundred
 * lives take some minutes:
 *
 * <pre>{@code
 * mvn test -pl compose-engine/native-api -am -Dtest=LeakTest -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dleak.cycles=500 -Djunit.jupiter.execution.timeout.mode=disabled
 * }</pre>
 */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class LeakTest {
    private static final int CYCLES = Integer.getInteger("leak.cycles", 20);
    /** Live objects of the daemon that are not due to its containers: its collector and compiler come and go. */
    private static final long HEAP_TOLERANCE = 1 << 20;

    private TestEngine daemon;
    private Shop shop;
    private Ledger ledger;

    @BeforeEach
    void open() throws Exception {
        daemon = TestEngine.start();
        shop = new Shop(daemon);
        ledger = new Ledger(daemon, "br-" + shop.network().substring(0, 12));
        shop.clear();
    }

    @AfterEach
    void close() throws Exception {
        if (ledger != null) {
            ledger.close();
        }
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
        for (int i = 0; i < 6; i++) {
            cycle(i); // what the first ones make once and for all: threads, classes, the default networks
        }
        long heap = daemon.liveHeap(); // before the rest: who asks for the first time leaves a socket to ask again
        var before = ledger.atRest();
        for (int i = 0; i < CYCLES; i++) {
            cycle(i);
        }

        ledger.assertNoMoreThan(before, CYCLES + " cycles");
        assertThat(daemon.liveHeap()).as("live heap of the daemon, in bytes").isLessThan(heap + HEAP_TOLERANCE);
    }

    @Test
    void aDaemonThatIsKilledAmongItsContainersLeavesNothingEither() throws Exception {
        cycle(0);
        killDuringCycle();
        var before = ledger.atRest();
        for (int i = 0; i < 3; i++) {
            killDuringCycle();
        }

        ledger.assertNoMoreThan(before, "killed daemons");
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
        shop.network();
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
        ledger.add(id.value());
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
}
