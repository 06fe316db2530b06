package dev.jcompose.model.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every kind of problem, as its text; the files and the text lie side by side in {@code diagnostics}. See {@link
 * GoldenOptions} for how they are loaded, and {@link GoldenInput} for files that are made by the test.
 */
class DiagnosticsGoldenTest {

    @TempDir
    Path directory;

    private static Path folder() throws URISyntaxException {
        URL url = Objects.requireNonNull(DiagnosticsGoldenTest.class.getResource("/diagnostics/no-image/expected.txt"));
        return Path.of(url.toURI()).resolve("../..").normalize();
    }

    @TestFactory
    Stream<DynamicTest> theTextOf() throws IOException, URISyntaxException {
        try (Stream<Path> cases = Files.list(folder())) {
            return cases.sorted().toList().stream()
                    .map(golden -> DynamicTest.dynamicTest(String.valueOf(golden.getFileName()), () -> check(golden)));
        }
    }

    private void check(Path golden) throws IOException, InterruptedException {
        String name = String.valueOf(golden.getFileName());
        Path input = GoldenInput.prepare(golden, directory.toRealPath().resolve(name));
        try {
            var project = new ProjectFolder(input);
            var loader = project.loader().projectName("golden");
            GoldenOptions options = GoldenOptions.apply(input, loader);
            LoadResult result = loader.build().load();
            // What an interrupted fetch leaves behind is not for the next test.
            Thread.interrupted();

            String text = stable(options.text(project, result));
            assertThat(text).isEqualTo(Files.readString(golden.resolve("expected.txt")));
            assertThat(result.project().isEmpty()).isEqualTo(result.problems().hasErrors());
        } finally {
            GoldenInput.deleteLinks(directory);
        }
    }

    /** Without what differs from run to run: the number of a commit, and the folder of a repository in the cache. */
    private static String stable(String text) {
        return text.replaceAll("\\b[0-9a-f]{40}\\b", "\\$COMMIT").replaceAll("\\b[0-9a-f]{32}\\b", "\\$REPOSITORY");
    }
}
