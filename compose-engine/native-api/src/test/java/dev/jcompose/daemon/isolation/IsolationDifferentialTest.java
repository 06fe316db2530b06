package dev.jcompose.daemon.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jcompose.daemon.EngineDaemon;
import dev.jcompose.daemon.EngineOptions;
import dev.jcompose.daemon.differential.EngineSocket;
import dev.jcompose.runtime.store.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The probe's output in a container of ours beside that in one of a Docker engine on the same machine, with several
 * configurations. What may differ stands, with the reason, in a table that has exactly the differences there are.
 */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class IsolationDifferentialTest {
    private static final Path TABLE = Path.of("..", "native-runtime", "docs", "isolation-differences.md");

    /** What to ask of an engine: name, members of the request, members of its {@code HostConfig}. */
    private record Configuration(String name, String config, String hostConfig) {}

    private static final List<Configuration> CONFIGURATIONS = List.of(
            new Configuration("default", "", ""),
            new Configuration("user", "\"User\":\"1000\"", ""),
            new Configuration("no network", "", "\"NetworkMode\":\"none\""),
            new Configuration("read only", "", "\"ReadonlyRootfs\":true"),
            new Configuration("init", "", "\"Init\":true"),
            new Configuration("no new privileges", "", "\"SecurityOpt\":[\"no-new-privileges:true\"]"),
            new Configuration("seccomp unconfined", "", "\"SecurityOpt\":[\"seccomp=unconfined\"]"),
            new Configuration("system paths unconfined", "", "\"MaskedPaths\":[],\"ReadonlyPaths\":[]"),
            new Configuration("no capabilities", "", "\"CapDrop\":[\"ALL\"]"),
            new Configuration("SYS_ADMIN", "", "\"CapAdd\":[\"SYS_ADMIN\"]"),
            new Configuration("NET_ADMIN", "", "\"CapAdd\":[\"NET_ADMIN\"]"),
            new Configuration("SYS_PTRACE", "", "\"CapAdd\":[\"SYS_PTRACE\"]"),
            new Configuration("privileged", "", "\"Privileged\":true"));

    @TempDir
    private Path directory;

    private record Row(Pattern configuration, Pattern finding, String line) {
        boolean covers(String configurationName, String name) {
            return configuration.matcher(configurationName).matches()
                    && finding.matcher(name).matches();
        }
    }

    @Test
    void containersOfBothEnginesAreIsolatedAlike() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "making containers needs root");
        var peer = new EngineSocket(dockerSocket());
        String version = JsonObject.parse(peer.get("/version").body().getBytes(StandardCharsets.UTF_8))
                .requireString("Version");
        assumeTrue(version.startsWith("26."), "the table is about Docker 26, and this is " + version);
        String name = "jciso" + ProcessHandle.current().pid();
        var theirs = findings(peer, name);
        var options = new EngineOptions(directory.resolve("engine"), Optional.empty());
        Map<String, Map<String, String>> ours;
        try (var _ = EngineDaemon.open(options)) {
            ours = findings(new EngineSocket(options.socket()), name);
        }

        var rows = rows();
        var needless = new ArrayList<>(rows);
        var unexplained = new ArrayList<String>();
        theirs.forEach((configuration, expected) -> {
            var actual = ours.getOrDefault(configuration, Map.of());
            var all = new TreeSet<>(expected.keySet());
            all.addAll(actual.keySet());
            for (String finding : all) {
                String docker = expected.getOrDefault(finding, "-");
                String own = actual.getOrDefault(finding, "-");
                if (!docker.equals(own)) {
                    needless.removeIf(row -> row.covers(configuration, finding));
                    if (rows.stream().noneMatch(row -> row.covers(configuration, finding))) {
                        unexplained.add(
                                "| `" + configuration + "` | `" + finding + "` | " + docker + " | " + own + " |");
                    }
                }
            }
        });
        assertThat(unexplained)
                .as("differences that %s does not explain", TABLE)
                .isEmpty();
        assertThat(needless.stream().map(Row::line))
                .as("rows of %s that are no difference any more", TABLE)
                .isEmpty();
    }

    private static Map<String, Map<String, String>> findings(EngineSocket engine, String name) throws IOException {
        var findings = new LinkedHashMap<String, Map<String, String>>();
        try (var probe = new Probe(engine, name)) {
            for (var configuration : CONFIGURATIONS) {
                var result = probe.run(
                        configuration.config(), configuration.hostConfig(), List.of("/probe"), "views", "isolation");
                assertThat(result.code()).as(result.out()).isZero();
                findings.put(configuration.name(), new TreeMap<>(result.findings()));
            }
        }
        return findings;
    }

    private static List<Row> rows() throws IOException {
        var rows = new ArrayList<Row>();
        for (String line : Files.readAllLines(TABLE)) {
            if (line.startsWith("| `")) {
                String[] cells = line.split("\\|", -1);
                rows.add(new Row(pattern(cells[1]), pattern(cells[2]), line));
            }
        }
        return rows;
    }

    private static Pattern pattern(String cell) {
        String text = cell.replace("`", "").strip();
        return Pattern.compile(Pattern.quote(text).replace("*", "\\E.*\\Q"));
    }

    private static Path dockerSocket() {
        String host = System.getenv("DOCKER_HOST");
        assumeTrue(host != null && host.startsWith("unix://"), "needs a Docker engine: DOCKER_HOST=unix://...");
        var socket = Path.of(host.substring("unix://".length()));
        assumeTrue(Files.exists(socket), "no Docker engine listens on " + socket);
        return socket;
    }
}
