package dev.jcompose.model.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jcompose.model.remote.RemoteSource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that were made to exhaust or mislead a reader: all are loaded by one JVM with little memory, in bounded time. */
class HostileFilesTest {

    private static final String MEMORY = "256m";
    private static final Duration TIME = Duration.ofMinutes(2);
    private static final String SERVICE = "services: {s: {image: i}}\n";

    private static final Map<String, String> PROBLEMS = new HashMap<>();
    private static final List<Path> FOLDERS = new ArrayList<>();

    @BeforeAll
    static void load(@TempDir Path root) throws IOException, InterruptedException {
        write(root, "nul", "compose.yaml", "services:\n  s: {image: 'a\0b'}\n");
        write(root, "control", "compose.yaml", "services:\n  s: {image: i} # \u0007\n");
        bytes(root, "utf-16-le", "\uFEFF" + SERVICE, StandardCharsets.UTF_16LE);
        bytes(root, "utf-16-be", "\uFEFF" + SERVICE, StandardCharsets.UTF_16BE);
        bytes(root, "utf-16-without-mark", SERVICE, StandardCharsets.UTF_16LE);
        bytes(root, "latin-1", "# ok\nservices: {s: {image: i}} # Ger\u00e4t\n", StandardCharsets.ISO_8859_1);
        write(root, "latin-1-included", "compose.yaml", "include: [part.yaml]\n");
        Files.copy(root.resolve("latin-1/compose.yaml"), root.resolve("latin-1-included/part.yaml"));
        write(root, "latin-1-variables", "compose.yaml", "services: {s: {image: 'i:$TAG', env_file: .env}}\n");
        Files.write(
                root.resolve("latin-1-variables/.env"),
                "# f\u00fcr alle\nTAG=1\n".getBytes(StandardCharsets.ISO_8859_1));
        bytes(root, "utf-8-with-mark", "\uFEFF" + SERVICE, StandardCharsets.UTF_8);
        large(root);
        write(root, "deep-flow", "compose.yaml", "x-a: " + "[".repeat(4_000_000));
        var indented = new StringBuilder("x-a:\n");
        for (int i = 1; i < 3_000; i++) {
            indented.repeat(' ', i).append("a:\n");
        }
        write(root, "deep-block", "compose.yaml", indented.toString());
        write(root, "many-nodes", "compose.yaml", SERVICE + "x-a:\n" + "- {a: b}\n".repeat(1_800_000));
        write(root, "many-problems", "compose.yaml", "services:\n" + "  s: {}\n".repeat(500_000));
        write(root, "one-long-line", "compose.yaml", "services: {s: {image: i}, " + "s: {}, ".repeat(500_000) + "}");
        aliases(root);
        links(root);
        growth(root);
        PROBLEMS.putAll(BoundedLoad.problems(FOLDERS, MEMORY, TIME));
    }

    private static void write(Path root, String name, String file, String text) {
        Path folder = root.resolve(name);
        new ProjectFolder(folder).file(file, text);
        if (!FOLDERS.contains(folder)) {
            FOLDERS.add(folder);
        }
    }

    private static void bytes(Path root, String name, String text, Charset charset) throws IOException {
        write(root, name, "compose.yaml", "");
        Files.write(root.resolve(name).resolve("compose.yaml"), text.getBytes(charset));
    }

    private static void large(Path root) throws IOException {
        write(root, "large", "compose.yaml", SERVICE);
        byte[] comment = ("# " + "x".repeat(1_021) + "\n").getBytes(StandardCharsets.US_ASCII);
        Path file = root.resolve("large/compose.yaml");
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < 50 << 10; i++) {
                out.write(comment);
            }
        }
    }

    private static void aliases(Path root) {
        var bomb = new StringBuilder("x-0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("x-%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(10)));
        }
        write(root, "alias-bomb", "compose.yaml", bomb + SERVICE);
        var merges = new StringBuilder("x-0: &a0 {k: v}\n");
        for (int i = 1; i < 40; i++) {
            merges.append("x-%d: &a%d {<<: *a%d, l: *a%d, r: *a%d}\n".formatted(i, i, i - 1, i - 1, i - 1));
        }
        write(root, "merge-bomb", "compose.yaml", merges + SERVICE);
    }

    private static void links(Path root) throws IOException {
        write(root, "link-loops", "compose.yaml", """
            include: [inc.yaml]
            services:
              a: {extends: {file: ext.yaml, service: x}}
            """);
        write(root, "link-loops-of-variables", "compose.yaml", """
            services:
              a: {image: i, env_file: vars.env}
              b: {image: i, label_file: labels}
            """);
        for (String link : List.of("link-loops/inc.yaml", "link-loops/ext.yaml")) {
            loop(root.resolve(link));
        }
        for (String link : List.of("link-loops-of-variables/vars.env", "link-loops-of-variables/labels")) {
            loop(root.resolve(link));
        }
        write(root, "link-to-itself", "compose.yaml", "include: [a/compose.yaml, b/compose.yaml]\n" + SERVICE);
        Files.createSymbolicLink(root.resolve("link-to-itself/a"), Path.of("."));
        Files.createSymbolicLink(root.resolve("link-to-itself/b"), Path.of("."));
        write(root, "directory", "compose.yaml", "include: [sub]\n" + SERVICE);
        Files.createDirectory(root.resolve("directory/sub"));
    }

    private static void loop(Path link) throws IOException {
        Path other = link.resolveSibling(link.getFileName() + "2");
        Files.createSymbolicLink(link, other);
        Files.createSymbolicLink(other, link);
    }

    private static void growth(Path root) {
        for (int i = 0; i < 40; i++) {
            String next = "f%d.yaml".formatted(i + 1);
            write(root, "doubling-includes", "f%d.yaml".formatted(i), "include: [%s, %s]\n".formatted(next, next));
        }
        write(root, "doubling-includes", "f40.yaml", SERVICE);
        write(root, "doubling-includes", "compose.yaml", "include: [f0.yaml]\n");
        var extending = new StringBuilder("services:\n  s0: {image: i, labels: [");
        for (int i = 0; i < 20_000; i++) {
            extending.append("l").append(i).append(", ");
        }
        extending.append("]}\n");
        for (int i = 1; i < 20_000; i++) {
            extending.append("  s").append(i).append(": {extends: s0}\n");
        }
        write(root, "extends-of-a-giant", "compose.yaml", extending.toString());
        var variables = new StringBuilder("V0=xxxxxxxxxx\n");
        for (int i = 1; i < 12; i++) {
            variables.append("V%d=%s\n".formatted(i, ("$V" + (i - 1)).repeat(10)));
        }
        write(root, "variables-of-variables", ".env", variables.toString());
        write(root, "variables-of-variables", "compose.yaml", SERVICE);
        write(root, "long-variable", ".env", "V=" + "x".repeat(100_000) + "\n");
        write(
                root,
                "long-variable",
                "compose.yaml",
                "services: {s: {image: i, labels: {a: &a '" + "$V".repeat(500) + "', b: *a, c: *a}}}\n");
        var ports = new StringBuilder("services:\n  s:\n    image: i\n    ports:\n");
        for (int i = 0; i < 200_000; i++) {
            ports.append("    - 127.%d.%d.%d:1-65535:1-65535\n".formatted(i >> 16, i >> 8 & 255, i & 255));
        }
        write(root, "all-ports", "compose.yaml", ports.toString());
        write(
                root,
                "unset-variables",
                "compose.yaml",
                "services:\n  s:\n    image: i\n    command: [" + unset(200_000) + "]\n    depends_on: ["
                        + unset(10).replace("$", "") + "]\n");
    }

    private static String unset(int number) {
        var text = new StringBuilder();
        for (int i = 0; i < number; i++) {
            text.append("$VARIABLE_NUMBER_").append(i).append(", ");
        }
        return text.toString();
    }

    private static String of(String folder) {
        return Objects.requireNonNull(PROBLEMS.get(folder), folder);
    }

    @Test
    void aNulIsShownWhereItStands() {
        assertThat(of("nul")).startsWith("compose.yaml:2:16: error: ").contains("U+0000", "[yaml-character]");
        assertThat(of("control")).startsWith("compose.yaml:2:19: error: ").contains("U+0007", "[yaml-character]");
    }

    @Test
    void encodingsWithAByteOrderMarkAreRead() {
        assertThat(of("utf-16-le")).isEqualTo("loaded\n");
        assertThat(of("utf-16-be")).isEqualTo("loaded\n");
        assertThat(of("utf-8-with-mark")).isEqualTo("loaded\n");
    }

    @Test
    void otherEncodingsAreRefusedAtTheFirstByteThatIsWrong() {
        assertThat(of("utf-16-without-mark"))
                .startsWith("compose.yaml:1:1: error: ")
                .contains("[encoding]");
        assertThat(of("latin-1")).startsWith("compose.yaml:2:32: error: ").contains("[encoding]");
        assertThat(of("latin-1-included"))
                .startsWith("part.yaml:2:32: error: ")
                .contains("[encoding]", "compose.yaml:1:11: ");
    }

    @Test
    void otherEncodingsDoNotMatterInFilesOfVariables() {
        assertThat(of("latin-1-variables")).isEqualTo("loaded\n");
    }

    @Test
    void aFileOf50MegabytesIsRefused() {
        assertThat(of("large"))
                .startsWith("error: read $DIR/compose.yaml: ")
                .contains("52428800 bytes", "[unreadable-file]");
    }

    @Test
    void depthIsBounded() {
        assertThat(of("deep-flow")).startsWith("compose.yaml:1:").contains("exceeded max depth", "[too-deep]");
        assertThat(of("deep-block")).startsWith("compose.yaml:").contains("exceeded max depth", "[too-deep]");
    }

    @Test
    void thousandsOfProblemsAreCounted() {
        assertThat(of("many-problems"))
                .contains("[duplicate-key]")
                .endsWith("warning: 499000 more problems like these are not shown [too-many-problems]\n");
        assertThat(of("one-long-line").length()).isLessThan(1_000_000);
        assertThat(of("unset-variables"))
                .contains("[undefined-service]", "[too-many-problems]")
                .hasSizeLessThan(1_000_000);
    }

    @Test
    void filesOfMillionsOfNodesAreRefused() {
        assertThat(of("many-nodes")).startsWith("compose.yaml:").contains("[too-large]");
    }

    @Test
    void aliasesDoNotMultiplyWithoutEnd() {
        assertThat(of("alias-bomb")).startsWith("compose.yaml:").contains("[excessive-aliasing]");
        assertThat(of("merge-bomb")).startsWith("compose.yaml:").contains("[excessive-aliasing]");
    }

    @Test
    void linksInACircleAreShownWhereTheyAreNamed() {
        assertThat(of("link-loops"))
                .contains("compose.yaml:1:11: error: ", "compose.yaml:3:", "ext.yaml")
                .contains("[unreadable-file]")
                .contains("oo many levels of symbolic links");
        assertThat(of("link-loops-of-variables")).contains("compose.yaml:2:", "vars.env", "compose.yaml:3:", "labels");
        assertThat(of("link-to-itself")).startsWith("compose.yaml:1:").contains("[include-cycle]");
        assertThat(of("directory"))
                .startsWith("compose.yaml:1:11: error: read $DIR/sub: is a directory [unreadable-file]");
    }

    @Test
    void whatMultipliesIsRefused() {
        assertThat(of("doubling-includes"))
                .containsPattern("f\\d+\\.yaml:1:1\\d: error: ")
                .contains("[too-many-includes]");
        assertThat(of("extends-of-a-giant"))
                .startsWith("compose.yaml:")
                .contains("the extended services are too large", "[extends]");
        assertThat(of("variables-of-variables"))
                .startsWith(".env:8:1: error: ")
                .contains("line 8: variables make the files longer than 64 Mi characters in all [env-file-syntax]");
        assertThat(of("long-variable"))
                .startsWith("compose.yaml:1:")
                .contains(": variables make the files longer than 64 Mi characters in all [too-long]");
        assertThat(of("all-ports"))
                .startsWith("compose.yaml:7:7: error: services.s.ports[2]: the files publish more than 131072 ports"
                        + " [too-many-ports]");
    }

    @Test
    void nothingOutsideIsReadForWhatCameFromElsewhere(@TempDir Path root) throws IOException {
        Path secret = Files.writeString(root.resolve("secret.yaml"), "services: {x: {image: stolen}}\n");
        var remote = new ProjectFolder(root.resolve("remote"))
                .file("compose.yaml", """
                    include:
                      - ../secret.yaml
                      - link.yaml
                      - %s
                      - {path: ok.yaml, env_file: ../secret.yaml}
                    services:
                      a: {extends: {file: ../secret.yaml, service: x}}
                      b: {extends: {file: directory/secret.yaml, service: x}}
                    """.formatted(secret))
                .file("ok.yaml", SERVICE);
        Files.createSymbolicLink(remote.path().resolve("link.yaml"), secret);
        Files.createSymbolicLink(remote.path().resolve("directory"), root);
        var local = new ProjectFolder(root).file("compose.yaml", "include: ['https://host/repo.git']\n");

        LoadResult result = local.loader()
                .remoteSources(new Elsewhere(remote.path()))
                .build()
                .load();

        assertThat(result.problems().errors())
                .hasSize(6)
                .allMatch(problem ->
                        problem.code().equals("path-traversal") && problem.at().isPresent());
        assertThat(local.text(result)).doesNotContain("stolen");
    }

    private record Elsewhere(Path root) implements RemoteSource {
        @Override
        public boolean accepts(String name) {
            return name.startsWith("https:");
        }

        @Override
        public Checkout fetch(String name) {
            return new Checkout(root, root.resolve("compose.yaml"));
        }
    }
}
