package dev.jcompose.model.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No message is without a golden of {@link DiagnosticsGoldenTest} that shows it: every piece of text in the sources that
 * may become part of one stands in an {@code expected.txt}. Such are all texts in the arguments of a call that reports
 * something, and wherever they are, in a constant or a helper, those with a blank and those that are joined to others.
 */
class DiagnosticTextsTest {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path GOLDENS = Path.of("src/test/resources/diagnostics");

    /** Texts that look like a part of a message and are none, each with the reason. */
    private static final Map<String, String> NO_MESSAGES = Map.ofEntries(
            Map.entry("DEFAULT VALUE", "heading of a table"),
            Map.entry("ALTERNATE VALUE", "heading of a table"),
            Map.entry("yyyy-MM-dd HH:mm:ss", "format of a time"),
            Map.entry("Too many levels of symbolic links", "said by the JDK"),
            Map.entry(". (Do not use", "said by the parser of YAML"),
            Map.entry("every JDK has SHA-256", "cannot happen"),
            Map.entry("every Java platform has SHA-256", "cannot happen"),
            Map.entry("/run/secrets/", "value of an attribute"),
            Map.entry("container:", "value of an attribute"),
            Map.entry("refs/tags/", "name for git"),
            Map.entry("refs/heads/", "name for git"));

    /** A call that reports, or makes a message of what it is given, or an exception whose message is reported. */
    private static final Pattern CALL = Pattern.compile("\\b(?:error|warning|report|problem|fail|doubt|wrong|addNamed"
            + "|withHint|withRelated|distinct|sizes|defined|unused|external|range|\\w*Exception)\\(");

    /** A comment, a character, or a text, whose content is the group. */
    private static final Pattern TOKEN = Pattern.compile(
            "//[^\n]*|/\\*.*?\\*/|'(?:[^'\\\\]|\\\\.)+'|\"\"\"\\s*?\n(.*?)\"\"\"|\"((?:[^\"\\\\\n]|\\\\.)*)\"",
            Pattern.DOTALL);

    /** A part of a config path, such as {@code .healthcheck.test}, {@code services.} and {@code .env_file[}. */
    private static final Pattern PATH = Pattern.compile("(?:\\.[a-z_]+)+[.\\[]?|[a-z_]+(?:\\.[a-z_]+)*[.\\[]");

    private static final Pattern WORD = Pattern.compile("\\p{L}{3}");
    private static final Pattern JOINT = Pattern.compile("\\s*\\+\\s*");

    /** A piece of text with where it stands; several that are only split over lines are one. */
    private record Piece(String text, int start, int end) {}

    @Test
    void everyMessageIsShownByAGolden() throws IOException {
        String shown = goldens();
        var hidden = new ArrayList<String>();
        var exceptions = new TreeSet<String>();
        int looked = 0;
        for (Path file : files(SOURCES, ".java")) {
            for (String text : messages(Files.readString(file))) {
                looked++;
                if (NO_MESSAGES.containsKey(text.strip())) {
                    exceptions.add(text.strip());
                } else if (!shown.contains(text.strip())) {
                    hidden.add(SOURCES.relativize(file) + ": " + text);
                }
            }
        }

        assertThat(looked).isGreaterThan(300);
        assertThat(hidden).isEmpty();
        assertThat(exceptions).as("what has become a message").isEqualTo(new TreeSet<>(NO_MESSAGES.keySet()));
    }

    @Test
    void textsAreFoundWhereverTheyStand() {
        String code = """
            static final String LIMIT = "a limit"; // "a comment"
            private static final String BLOCK = \"""
                a text block
                \""";
            String kind = switch (c) { case '"' -> "quote"; default -> "no quote"; };
            String where = ".service" + "[".repeat(2);
            var x = "key".equals(y) ? "off(" + y : "begin" + "ning " + y;
            problems.error("the-code", at, path(")") + "text".strip());
            """;

        assertThat(messages(code))
                .containsExactly("a limit", "a text block\n", "no quote", "off(", "beginning ", "the-code", "text");
    }

    private static List<String> messages(String code) {
        List<Piece> pieces = new ArrayList<>();
        String bare = bare(code, pieces);
        List<Piece> calls = calls(bare);
        List<String> result = new ArrayList<>();
        for (Piece piece : joined(pieces, bare)) {
            boolean isReported =
                    calls.stream().anyMatch(call -> call.start() <= piece.start() && piece.end() <= call.end());
            boolean hasBlank = piece.text().chars().anyMatch(Character::isWhitespace);
            boolean isJoined = bare.substring(0, piece.start()).stripTrailing().endsWith("+")
                    || bare.substring(piece.end()).stripLeading().startsWith("+");
            boolean hasWords = WORD.matcher(piece.text()).find()
                    && !PATH.matcher(piece.text()).matches();
            if (hasWords && (isReported || hasBlank || isJoined)) {
                result.add(piece.text());
            }
        }
        return result;
    }

    /** The code with blanks for comments and texts, which are collected. */
    private static String bare(String code, List<Piece> pieces) {
        var bare = new StringBuilder(code);
        Matcher token = TOKEN.matcher(code);
        while (token.find()) {
            bare.replace(token.start(), token.end(), " ".repeat(token.end() - token.start()));
            String text = token.group(1) != null ? token.group(1).stripIndent() : token.group(2);
            if (text != null) {
                pieces.add(new Piece(text.replace("\\n", "\n").replace("\\\"", "\""), token.start(), token.end()));
            }
        }
        return bare.toString();
    }

    private static List<Piece> joined(List<Piece> pieces, String bare) {
        List<Piece> result = new ArrayList<>();
        for (Piece piece : pieces) {
            if (!result.isEmpty() && goesOn(bare.substring(result.getLast().end(), piece.start()))) {
                Piece before = result.removeLast();
                result.add(new Piece(before.text() + piece.text(), before.start(), piece.end()));
            } else {
                result.add(piece);
            }
        }
        return result;
    }

    private static boolean goesOn(String between) {
        return JOINT.matcher(between).matches();
    }

    /** The arguments of the calls that report, as far as their parentheses reach. */
    private static List<Piece> calls(String bare) {
        List<Piece> result = new ArrayList<>();
        Matcher call = CALL.matcher(bare);
        while (call.find()) {
            int depth = 1;
            int at = call.end();
            for (; depth > 0 && at < bare.length(); at++) {
                depth += bare.charAt(at) == '(' ? 1 : bare.charAt(at) == ')' ? -1 : 0;
            }
            result.add(new Piece("", call.end(), at));
        }
        return result;
    }

    private static String goldens() throws IOException {
        var text = new StringBuilder();
        for (Path file : files(GOLDENS, "expected.txt")) {
            text.append(Files.readString(file)).append('\n');
        }
        return text.toString();
    }

    private static List<Path> files(Path root, String ending) throws IOException {
        assertThat(root).isDirectory();
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }
}
