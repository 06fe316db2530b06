package dev.jcompose.model.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;

/** Text that is nearly right: of the corpus in {@code fuzz}, or generated, with damage done to it; and plain noise. */
final class FuzzInput {

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

    /** What is worth damaging, and what once was worth a correction. */
    private static final List<String> FILES = corpus(".yaml");

    private static final List<String> LINES =
            corpus(".txt").stream().flatMap(String::lines).toList();
    private static final List<String> VARIABLES = corpus(".env");

    private FuzzInput() {}

    private static List<String> corpus(String ending) {
        try {
            URL url = Objects.requireNonNull(FuzzInput.class.getResource("/fuzz/anchors.yaml"));
            try (Stream<Path> files = Files.list(Path.of(url.toURI()).resolveSibling(""))) {
                return files.filter(file -> file.toString().endsWith(ending))
                        .sorted()
                        .map(FuzzInput::text)
                        .toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For the short syntaxes. */
    static String line(Random random) {
        return random.nextBoolean() ? damaged(pick(LINES, random), random) : noise(random, 40);
    }

    /** For files of variables. */
    static String variables(Random random) {
        return random.nextBoolean() ? damaged(pick(VARIABLES, random), random) : noise(random, 80);
    }

    /** For the loader. */
    static String file(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> noise(random, 120);
            case 1, 2 -> damaged(GeneratedFile.of(random), random);
            case 3 -> damaged(pick(FILES, random), random);
            default -> damaged(spliced(pick(FILES, random), pick(FILES, random), random), random);
        };
    }

    private static String pick(List<String> texts, Random random) {
        return texts.get(random.nextInt(texts.size()));
    }

    /** The beginning of one and the end of another, at the ends of lines. */
    private static String spliced(String a, String b, Random random) {
        int end = a.indexOf('\n', random.nextInt(a.length()));
        int start = b.lastIndexOf('\n', random.nextInt(b.length()));
        return a.substring(0, end + 1) + b.substring(start + 1);
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

    private static String damaged(String valid, Random random) {
        var text = new StringBuilder(valid);
        for (int i = 1 + random.nextInt(5); i > 0; i--) {
            int at = random.nextInt(text.length() + 1);
            text.replace(at, Math.min(text.length(), at + random.nextInt(6)), noise(random, 6));
        }
        return text.toString();
    }
}
