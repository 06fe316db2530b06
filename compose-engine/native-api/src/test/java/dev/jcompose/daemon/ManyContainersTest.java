package dev.jcompose.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jcompose.runtime.store.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;

/**
 * Many containers on one network: all run, another daemon takes them over, and nothing of them is left. With a thousand:
 *
 * <pre>{@code
 * mvn test -pl compose-engine/native-api -am -Dtest=ManyContainersTest -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dmany.containers=1000 -Djunit.jupiter.execution.timeout.mode=disabled
 * }</pre>
 */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class ManyContainersTest {
    private static final int MANY = Integer.getInteger("many.containers", 100);
    /** As clients do: not all at once. */
    private static final int AT_A_TIME = 8;

    private TestEngine daemon;
    private Calls engine;
    private Ledger ledger;

    @BeforeEach
    void open() throws Exception {
        daemon = TestEngine.start();
        engine = Calls.to(daemon);
        ledger = new Ledger(daemon, "br-" + network().substring(0, 12));
        fewLives();
        daemon.kill();
        daemon.restart();
        network();
        fewLives();
    }

    @AfterEach
    void close() throws Exception {
        if (ledger != null) {
            ledger.close();
        }
        if (daemon != null) {
            engine.clear();
            daemon.close();
        }
    }

    private String network() throws IOException {
        return engine.post(
                        "/networks/create", "{\"Name\":\"net\",\"IPAM\":{\"Config\":[{\"Subnet\":\"10.98.0.0/16\"}]}}")
                .requireString("Id");
    }

    /** What the first ones make once and for all. */
    private void fewLives() throws Exception {
        start(20);
        removeAll();
        engine.clear();
    }

    private void start(int number) throws Exception {
        inParallel(IntStream.range(0, number)
                .<Callable<Void>>mapToObj(i -> () -> {
                    engine.run("web" + i, "\"HostConfig\":{\"NetworkMode\":\"net\"}");
                    return null;
                })
                .toList());
    }

    private void removeAll() throws Exception {
        var removals = new ArrayList<Callable<Void>>();
        for (var container : engine.list("/containers/json?all=1")) {
            String id = container.requireString("Id");
            ledger.add(id);
            removals.add(() -> {
                engine.remove(id);
                return null;
            });
        }
        inParallel(removals);
    }

    private static void inParallel(List<Callable<Void>> all) throws Exception {
        var places = new Semaphore(AT_A_TIME);
        var running = new ArrayList<Future<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var each : all) {
                places.acquire();
                running.add(threads.submit(() -> {
                    try {
                        return each.call();
                    } finally {
                        places.release();
                    }
                }));
            }
            for (var each : running) {
                each.get();
            }
        }
    }

    @Test
    void manyContainersRunAreTakenOverAndLeaveNothing(TestReporter reporter) throws Exception {
        var before = ledger.atRest();
        var clock = new Stopwatch(reporter);
        network();
        start(MANY);
        clock.lap("create and start " + MANY);

        List<JsonObject> running = engine.list("/containers/json");
        clock.lap("list");
        assertThat(running).hasSize(MANY);
        assertThat(addresses()).hasSize(MANY);
        clock.lap("inspect each");

        daemon.kill();
        daemon.restart();
        clock.lap("take over by another daemon");
        assertThat(engine.list("/containers/json")).hasSize(MANY);
        assertThat(addresses()).hasSize(MANY);
        assertThat(engine.exec("web0", "getent hosts web" + (MANY - 1))).startsWith("10.98.");
        engine.post("/containers/web1/restart?t=0", "");
        assertThat(engine.status("web1")).isEqualTo("running");
        clock.lap("use");

        removeAll();
        engine.clear();
        clock.lap("remove");
        ledger.assertNoMoreThan(before, MANY + " containers");
        clock.lap("rest");
    }

    private Set<String> addresses() throws IOException {
        var addresses = new HashSet<String>();
        for (int i = 0; i < MANY; i++) {
            addresses.add(engine.inspect("web" + i)
                    .requireObject("NetworkSettings")
                    .requireObject("Networks")
                    .requireObject("net")
                    .requireString("IPAddress"));
        }
        return addresses;
    }

    /** How long each part took, for who reads the report. */
    private static final class Stopwatch {
        private final TestReporter reporter;
        private long last = System.nanoTime();

        private Stopwatch(TestReporter reporter) {
            this.reporter = reporter;
        }

        private void lap(String what) {
            long now = System.nanoTime();
            reporter.publishEntry(what, Duration.ofNanos(now - last).toMillis() + " ms");
            last = now;
        }
    }
}
