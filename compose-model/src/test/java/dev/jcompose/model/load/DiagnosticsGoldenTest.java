package dev.jcompose.model.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jcompose.model.problem.ProblemLog;
import dev.jcompose.model.remote.RemoteSource;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every kind of problem, as its text; the files and the text lie side by side in {@code diagnostics}. */
class DiagnosticsGoldenTest {

    private static final Pattern CODE = Pattern.compile("\\[([a-z-]+)]$", Pattern.MULTILINE);
    private static final Pattern REPORTED =
            Pattern.compile("(?:error|warning|report|problem|fail|doubt)\\(\\s*\"([a-z]+(?:-[a-z]+)*)\",");

    private static Path folder() throws URISyntaxException {
        URL url = Objects.requireNonNull(DiagnosticsGoldenTest.class.getResource("/diagnostics/no-image/expected.txt"));
        return Path.of(url.toURI()).resolve("../..").normalize();
    }

    @TestFactory
    Stream<DynamicTest> theTextOf() throws IOException, URISyntaxException {
        try (Stream<Path> cases = Files.list(folder())) {
            return cases.sorted().toList().stream()
                    .map(dir -> DynamicTest.dynamicTest(String.valueOf(dir.getFileName()), () -> check(dir)));
        }
    }

    private static void check(Path dir) throws IOException {
        var project = new ProjectFolder(dir);
        var loader = project.loader().projectName("golden");
        Path options = dir.resolve("options.txt");
        if (Files.exists(options)) {
            for (String line : Files.readAllLines(options)) {
                String[] words = line.split(" ", 3);
                switch (words[0]) {
                    case "thorough" -> loader.depth(ProblemLog.Depth.THOROUGH);
                    case "default-platform" -> loader.platforms(ComposeLoader.Platforms.WITH_DEFAULT);
                    case "variable" ->
                        loader.environment(Map.of(
                                words[1].substring(0, words[1].indexOf('=')),
                                words[1].substring(words[1].indexOf('=') + 1)));
                    case "remote" -> loader.remoteSources(new Elsewhere(words[1], dir.resolve(words[2])));
                    case "file" -> loader.files(List.of(words[1]));
                    case "service" -> loader.services(List.of(words[1]));
                    case "name" -> loader.projectName(words[1]);
                    case "env-file" -> loader.envFiles(List.of(words[1]));
                    default -> throw new IllegalArgumentException(line);
                }
            }
        }
        LoadResult result = loader.build().load();

        assertThat(project.text(result)).isEqualTo(Files.readString(dir.resolve("expected.txt")));
        assertThat(result.project().isEmpty()).isEqualTo(result.problems().hasErrors());
    }

    /** A folder that is found under a name. */
    private record Elsewhere(String name, Path root) implements RemoteSource {
        @Override
        public boolean accepts(String other) {
            return other.equals(name);
        }

        @Override
        public Checkout fetch(String other) {
            return new Checkout(root, root.resolve("compose.yaml"));
        }
    }

    @Test
    void noKindOfProblemIsWithoutAText() throws IOException, URISyntaxException {
        Set<String> shown = new TreeSet<>();
        try (Stream<Path> files = Files.walk(folder())) {
            for (Path file : files.filter(f -> f.endsWith("expected.txt")).toList()) {
                CODE.matcher(Files.readString(file)).results().forEach(m -> shown.add(m.group(1)));
            }
        }
        Set<String> reported = new TreeSet<>();
        Path sources = Path.of("src/main/java");
        assertThat(sources).isDirectory();
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                REPORTED.matcher(Files.readString(file)).results().forEach(m -> reported.add(m.group(1)));
            }
        }

        assertThat(reported).isNotEmpty();
        assertThat(shown).containsAll(reported);
    }
}
