package dev.jcompose.daemon.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jcompose.daemon.EngineDaemon;
import dev.jcompose.daemon.EngineOptions;
import dev.jcompose.engine.testkit.HostRootfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same calls to a Docker engine and to ours, answers compared field by field. What may differ stands, with the reason,
 * in {@code docs/api-differences.md}.
 */
class DifferentialTest {
    private static final Path TABLE = Path.of("docs", "api-differences.md");

    @TempDir
    private Path directory;

    @Test
    void bothEnginesAnswerTheSame() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "making containers needs root");
        var docker = new EngineSocket(dockerSocket());
        byte[] rootfs = HostRootfs.tar();
        String prefix = "jcdiff" + ProcessHandle.current().pid();
        Map<String, Map<String, String>> theirs = new Script(docker, prefix).run(rootfs);
        Map<String, Map<String, String>> ours;
        var options = new EngineOptions(directory.resolve("engine"), Optional.empty());
        try (var _ = EngineDaemon.open(options)) {
            ours = new Script(new EngineSocket(options.socket()), prefix).run(rootfs);
        }
        assertThat(unexpected(theirs, ours))
                .as("differences that %s does not name", TABLE)
                .isEmpty();
    }

    private static List<String> unexpected(
            Map<String, Map<String, String>> theirs, Map<String, Map<String, String>> ours) throws IOException {
        var intended = IntendedDifferences.read(TABLE);
        List<String> found = new ArrayList<>();
        theirs.forEach((call, expected) -> {
            Map<String, String> actual = ours.getOrDefault(call, Map.of());
            var fields = new TreeSet<>(expected.keySet());
            fields.addAll(actual.keySet());
            for (String field : fields) {
                String docker = expected.getOrDefault(field, "-");
                String own = actual.getOrDefault(field, "-");
                if (!docker.equals(own) && !intended.cover(call, field)) {
                    found.add("| `" + call + "` | `" + field + "` | " + docker + " | " + own + " |");
                }
            }
        });
        return found;
    }

    private static Path dockerSocket() {
        String host = System.getenv("DOCKER_HOST");
        assumeTrue(host != null && host.startsWith("unix://"), "needs a Docker engine: DOCKER_HOST=unix://...");
        Path socket = Path.of(host.substring("unix://".length()));
        assumeTrue(Files.exists(socket), "no Docker engine listens on " + socket);
        return socket;
    }
}
