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
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every kind of problem, as its text; the files and the text lie side by side in {@code diagnostics}. */
class DiagnosticsGoldenTest {

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
                    case "remote-failure" -> loader.remoteSources(new Elsewhere(words[1], dir, Fetch.FAILS));
                    case "remote-interrupted" ->
                        loader.remoteSources(new Elsewhere(words[1], dir, Fetch.IS_INTERRUPTED));
                    case "remote" -> loader.remoteSources(new Elsewhere(words[1], dir.resolve(words[2]), Fetch.FINDS));
                    case "file" -> loader.files(List.of(words[1]));
                    case "project-directory" -> loader.projectDirectory(words[1]);
                    case "unnamed" -> loader.projectName("");
                    case "service" -> loader.services(List.of(words[1]));
                    case "name" -> loader.projectName(words[1]);
                    case "env-file" -> loader.envFiles(List.of(words[1]));
                    default -> throw new IllegalArgumentException(line);
                }
            }
        }
        LoadResult result = loader.build().load();
        // What an interrupted fetch leaves behind is not for the next test.
        Thread.interrupted();

        assertThat(project.text(result)).isEqualTo(Files.readString(dir.resolve("expected.txt")));
        assertThat(result.project().isEmpty()).isEqualTo(result.problems().hasErrors());
    }

    private enum Fetch {
        FINDS,
        FAILS,
        IS_INTERRUPTED
    }

    /** A folder that is found under a name, or is not. */
    private record Elsewhere(String name, Path root, Fetch outcome) implements RemoteSource {
        @Override
        public boolean accepts(String other) {
            return other.equals(name);
        }

        @Override
        public Checkout fetch(String other) throws IOException, InterruptedException {
            return switch (outcome) {
                case FINDS -> new Checkout(root, root.resolve("compose.yaml"));
                case FAILS -> throw new IOException("no route to host");
                case IS_INTERRUPTED -> throw new InterruptedException();
            };
        }
    }
}
