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
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Text that nobody would write gives problems, never anything else. Runs for two seconds, or for as many as the property
 * {@code fuzz.seconds} says.
 */
class HostileInputTest {

    private static final String ALPHABET =
            "abAB01 \t\n\r:-_.,#'\"\\$${}[]()&*!|>%@`?+=/~<^;é\u0000\u2028\uD83D\uDE00\uD800";

    private static final List<String> WORDS = List.of(
            "services:",
            "\n  s:",
            "\n    image: i",
            "${A:-",
            "}",
            "&a ",
            "*a",
            "<<: ",
            "!reset ",
            "!override ",
            "- ",
            "\n",
            "extends: s",
            "include: [x.yaml]",
            "ports: ['1:2']",
            "volumes: ['a:b']",
            "[",
            "]",
            "{",
            ", ",
            "0x",
            "1e99",
            "---\n",
            "\n    environment: ",
            "\n    depends_on: [s]",
            "'",
            "\"",
            "|+\n",
            "\n    build: ",
            "\n    deploy: {replicas: ");

    @TempDir
    Path dir;

    private static long nanos() {
        return Duration.ofSeconds(Integer.getInteger("fuzz.seconds", 2)).toNanos();
    }

    private static String noise(Random random, int longest) {
        var text = new StringBuilder();
        for (int i = random.nextInt(longest); i > 0; i--) {
            if (random.nextInt(4) == 0) {
                text.append(WORDS.get(random.nextInt(WORDS.size())));
            } else {
                text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            }
        }
        return text.toString();
    }

    /** A valid file with a few places overwritten. */
    private static String damaged(Random random) {
        var text = new StringBuilder(GeneratedFile.of(random));
        for (int i = 1 + random.nextInt(5); i > 0; i--) {
            int at = random.nextInt(text.length());
            text.replace(at, Math.min(text.length(), at + random.nextInt(6)), noise(random, 6));
        }
        return text.toString();
    }

    @Test
    void grammarsRefuseOrReadWhatTheyAreGiven() {
        long end = System.nanoTime() + nanos();
        for (int seed = 0; System.nanoTime() < end; seed++) {
            String text = noise(new Random(seed), 40);
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
            DotEnv.parse(text, name -> null);
        } catch (DotEnv.SyntaxException e) {
            assertThat(e.line()).isPositive();
        }
        try {
            new Template(name -> name.length() > 1 ? null : "v", name -> {}).expand(text);
        } catch (TemplateException e) {
            assertThat(e.kind()).isNotNull();
        }
    }

    @Test
    void filesLoadOrHaveProblems() {
        long end = System.nanoTime() + nanos();
        for (int seed = 0; System.nanoTime() < end; seed++) {
            Random random = new Random(seed);
            String text = random.nextBoolean() ? damaged(random) : noise(random, 120);
            var folder = new ProjectFolder(dir).file("compose.yaml", text);
            assertThatCode(() -> {
                        LoadResult result = folder.load("compose.yaml");
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
