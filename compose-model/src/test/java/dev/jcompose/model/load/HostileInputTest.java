package dev.jcompose.model.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.jcompose.model.interpolate.DotEnv;
import dev.jcompose.model.interpolate.Template;
import dev.jcompose.model.interpolate.TemplateException;
import dev.jcompose.model.print.ConfigRendering;
import dev.jcompose.model.value.ByteSize;
import dev.jcompose.model.value.Durations;
import dev.jcompose.model.value.MountSpec;
import dev.jcompose.model.value.PortSpec;
import dev.jcompose.model.value.ShellWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Text that nobody would write gives problems, never anything else. Each of the two runs for two seconds, or for as many
 * as the property {@code fuzz.seconds} says: ten minutes in all, with little memory, are
 *
 * <pre>
 * JDK_JAVA_OPTIONS=-Xmx512m mvn test -pl compose-model -Dtest=HostileInputTest -Dfuzz.seconds=300
 * </pre>
 */
class HostileInputTest {

    @TempDir
    Path dir;

    private static long nanos() {
        return Duration.ofSeconds(Integer.getInteger("fuzz.seconds", 2)).toNanos();
    }

    @Test
    void grammarsRefuseOrReadWhatTheyAreGiven() {
        long end = System.nanoTime() + nanos();
        for (int seed = 0; System.nanoTime() < end; seed++) {
            var random = new Random(seed);
            String text = FuzzInput.line(random);
            assertThatCode(() -> variables(FuzzInput.variables(random)))
                    .as("seed %d", seed)
                    .doesNotThrowAnyException();
            assertThatCode(() -> grammars(text)).as("seed %d: %s", seed, text).doesNotThrowAnyException();
        }
    }

    private static void grammars(String text) {
        ByteSize.parse(text);
        Durations.parse(text).ifPresent(d -> assertThat(Durations.print(d)).isNotEmpty());
        ShellWords.split(text);
        try {
            PortSpec.parse(text);
        } catch (PortSpec.SyntaxException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
        try {
            MountSpec.parse(text).isBind();
        } catch (MountSpec.SyntaxException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
        try {
            new Template(name -> name.length() > 1 ? null : "v", name -> {}).expand(text);
        } catch (TemplateException e) {
            assertThat(e.kind()).isNotNull();
        }
    }

    private static void variables(String text) {
        try {
            DotEnv.parse(text, name -> null);
            DotEnv.parseRaw(text, name -> "outer");
        } catch (DotEnv.SyntaxException e) {
            assertThat(e.line()).isPositive();
        }
    }

    @Test
    void filesLoadOrHaveProblems() {
        long end = System.nanoTime() + nanos();
        for (int seed = 0; System.nanoTime() < end; seed++) {
            Random random = new Random(seed);
            String text = FuzzInput.file(random);
            String override = FuzzInput.file(random);
            var folder = new ProjectFolder(dir)
                    .file("compose.yaml", text)
                    .file("override.yaml", override)
                    .file(".env", FuzzInput.variables(random));
            String[] files = random.nextBoolean()
                    ? new String[] {"compose.yaml"}
                    : new String[] {"compose.yaml", "override.yaml"};
            assertThatCode(() -> {
                        LoadResult result = folder.load(files);
                        assertThat(result.project().isEmpty())
                                .isEqualTo(result.problems().hasErrors());
                        folder.text(result);
                        result.project().ifPresent(ConfigRendering::yaml);
                    })
                    .as("seed %d: %s", seed, text)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void linksInACircleAreAnError() throws IOException {
        Files.createSymbolicLink(dir.resolve("a.yaml"), dir.resolve("b.yaml"));
        Files.createSymbolicLink(dir.resolve("b.yaml"), dir.resolve("a.yaml"));
        var folder = new ProjectFolder(dir)
                .file("compose.yaml", "include: [a.yaml]\nservices: {s: {extends: {file: b.yaml, service: x}}}\n");

        assertThat(folder.text(folder.load())).contains("a.yaml", "b.yaml", "unreadable-file");
    }

    @Test
    void aChainOfThousandsOfServicesExhaustsNothing() {
        var text = new StringBuilder("services:\n  s0: {image: i}\n");
        for (int i = 1; i < 5_000; i++) {
            text.append("  s%d: {image: i, depends_on: [s%d]}\n".formatted(i, i - 1));
        }
        var folder = new ProjectFolder(dir).file("compose.yaml", text.toString());
        assertThat(folder.project().services()).hasSize(5_000);

        var extending = new StringBuilder("services:\n");
        for (int i = 5_000; i > 0; i--) {
            extending.append("  s%d: {extends: s%d}\n".formatted(i, i - 1));
        }
        folder.file("compose.yaml", extending.append("  s0: {image: i}\n").toString());
        assertThat(folder.text(folder.load())).contains("extends-cycle");
    }

    @Test
    void aProjectOfThousandsOfLongLinesOfOneTextIsReadOnce() {
        String text = "services: {s: {image: i, labels: {a: '" + "${X:-y}".repeat(100_000) + "'}}}\n";
        var folder = new ProjectFolder(dir).file("compose.yaml", text);

        assertThat(folder.service("s").labels().get("a")).hasSize(100_000);
    }
}
