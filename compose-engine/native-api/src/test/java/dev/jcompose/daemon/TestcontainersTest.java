package dev.jcompose.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Testcontainers works on our engine as on Docker's. Its reaper is off: its image would have to be pulled. */
class TestcontainersTest {
    @TempDir
    private Path directory;

    @Test
    void containersNetworksFilesLogsAndWaitsWork() throws Exception {
        try (var engine = TestEngine.start()) {
            var builder = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            TestcontainersProgram.class.getName(),
                            directory.toString())
                    .redirectErrorStream(true);
            builder.environment().put("DOCKER_HOST", "unix://" + engine.socket());
            builder.environment().put("TESTCONTAINERS_RYUK_DISABLED", "true");
            builder.environment().put("TESTCONTAINERS_CHECKS_DISABLE", "true");
            Process program = builder.start();
            String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            program.waitFor();
            assertThat(output).as("what the program said").endsWith("done\n");
        }
    }
}
