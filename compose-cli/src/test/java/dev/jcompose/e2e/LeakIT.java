package dev.jcompose.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeakIT {
    private static final int CYCLES = 100;

    @Test
    void aHundredCyclesOfUpAndDownLeaveNothingBehind() throws Exception {
        try (var jcompose = Jcompose.withImage("leak")) {
            jcompose.file("compose.yaml", """
                services:
                  web:
                    image: %1$s
                    command: [sleep, "1000"]
                    ports: ["127.0.0.1::80"]
                    volumes: ["data:/data", "/anonymous"]
                    depends_on:
                      db: {condition: service_healthy}
                  db:
                    image: %1$s
                    command: [sleep, "1000"]
                    healthcheck: {test: [CMD, "true"], interval: 100ms}
                volumes:
                  data:
                """.formatted(Jcompose.IMAGE));
            cycle(jcompose); // what the first one makes once and for all: caches, the default networks, threads
            cycle(jcompose);
            var before = settled(jcompose);
            for (int i = 0; i < CYCLES; i++) {
                cycle(jcompose);
            }
            var after = settled(jcompose);

            assertThat(after.mounts()).as("mounts").isSubsetOf(before.mounts());
            assertThat(after.networkNamespaces()).as("network namespaces").isSubsetOf(before.networkNamespaces());
            assertThat(after.links()).as("veths and bridges").isSubsetOf(before.links());
            assertThat(after.cgroups()).as("cgroups").isSubsetOf(before.cgroups());
            assertThat(after.processes()).as("processes").isSubsetOf(before.processes());
            assertThat(after.files()).as("files").isSubsetOf(before.files());
            assertThat(after.engineDescriptors())
                    .as("file descriptors of the engine")
                    .isLessThanOrEqualTo(before.engineDescriptors() + 2);
        }
    }

    private static void cycle(Jcompose jcompose) throws Exception {
        jcompose.ok("up", "-d");
        jcompose.ok("down", "-v", "-t", "0");
    }

    /** The kernel takes devices and namespaces away some time after their last user; the state is read when it stands still. */
    private static HostState settled(Jcompose jcompose) throws Exception {
        var deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        var last = HostState.of(jcompose.engine(), jcompose.root);
        while (System.nanoTime() < deadline) {
            Thread.sleep(Duration.ofMillis(500));
            var now = HostState.of(jcompose.engine(), jcompose.root);
            if (now.equals(last)) {
                return now;
            }
            last = now;
        }
        return last;
    }
}
