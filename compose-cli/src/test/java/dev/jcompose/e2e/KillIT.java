package dev.jcompose.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code kill -9} at any moment loses nothing, and the same command again finishes the work. */
class KillIT {
    private static final int SERVICES = 12;

    private Jcompose jcompose;

    @BeforeEach
    void aStackWithOneServiceThatHasWrittenToItsVolume() throws Exception {
        jcompose = Jcompose.withImage("kill");
        var file = new StringBuilder("""
            services:
              keep:
                image: %s
                command: [sh, -c, "echo precious > /data/file; exec sleep 1000"]
                volumes: ["data:/data"]
            """.formatted(Jcompose.IMAGE));
        IntStream.range(0, SERVICES).forEach(n -> file.append("""
              s%d:
                image: %s
                command: [sleep, "1000"]
            """.formatted(n, Jcompose.IMAGE)));
        jcompose.file("compose.yaml", file.append("volumes: {data: {}}\n").toString());
        jcompose.ok("up", "-d", "keep");
    }

    @AfterEach
    void takeDown() throws Exception {
        jcompose.close();
    }

    @ParameterizedTest(name = "{0} ms after its first container exists")
    @ValueSource(ints = {0, 15, 40, 80})
    void aKilledEngineDuringUpIsMadeUpForByTheSameCommand(int delay) throws Exception {
        var kept = one("keep");

        var up = jcompose.start("up", "-d");
        untilAContainerOfAnotherServiceExists();
        Thread.sleep(delay);
        jcompose.killEngine();
        up.waitFor();

        converges(kept);
    }

    @ParameterizedTest(name = "{0} ms after its first container exists")
    @ValueSource(ints = {0, 40})
    void aKilledCommandDuringUpIsMadeUpForByTheSameCommand(int delay) throws Exception {
        var kept = one("keep");

        var up = jcompose.start("up", "-d");
        untilAContainerOfAnotherServiceExists();
        Thread.sleep(delay);
        up.descendants().forEach(ProcessHandle::destroyForcibly);
        up.destroyForcibly().waitFor();

        converges(kept);
    }

    @Test
    void containersLiveOnWithoutTheEngineAndAreKnownAgainAfterwards() throws Exception {
        jcompose.file("short.yaml", """
            name: kill
            services:
              keep: {image: %1$s, command: [sh, -c, "echo precious > /data/file; exec sleep 1000"], volumes: ["data:/data"]}
              ends: {image: %1$s, command: [sh, -c, "sleep 1; exit 7"]}
            volumes: {data: {}}
            """.formatted(Jcompose.IMAGE));
        var kept = one("keep");
        jcompose.ok("-f", "short.yaml", "up", "-d");

        jcompose.killEngine();
        Thread.sleep(1500); // "ends" ends while nobody watches

        assertThat(one("keep")).isEqualTo(kept);
        assertThat(jcompose.ok("-f", "short.yaml", "ps", "-a", "--format", "{{.State}} {{.ExitCode}}", "ends")
                        .lines())
                .containsExactly("exited 7");
        assertThat(jcompose.ok("exec", "-T", "keep", "cat", "/data/file").out()).isEqualTo("precious\n");
    }

    private void converges(String kept) throws Exception {
        jcompose.ok("up", "-d");
        assertThat(jcompose.ok("ps", "-a", "--format", "{{.Service}} {{.State}}")
                        .lines())
                .hasSize(SERVICES + 1)
                .allMatch(line -> line.endsWith(" running"))
                .doesNotHaveDuplicates();
        assertThat(one("keep")).as("the container from before").isEqualTo(kept);
        assertThat(jcompose.ok("exec", "-T", "keep", "cat", "/data/file").out()).isEqualTo("precious\n");
    }

    private String one(String service) throws Exception {
        return jcompose.ok("ps", "-q", service).out().strip();
    }

    private void untilAContainerOfAnotherServiceExists() throws IOException, InterruptedException {
        var containers = jcompose.root.resolve("containers");
        while (true) {
            try (var all = Files.list(containers)) {
                if (all.count() > 1) {
                    return;
                }
            }
            Thread.sleep(1);
        }
    }
}
