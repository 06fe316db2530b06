package dev.jcompose.model.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No message is without a test that shows it: every piece of text in the arguments of a call that reports something stands
 * in a golden file of {@code diagnostics}, or in a test that makes the problem itself.
 */
class DiagnosticTextsTest {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path TESTS = Path.of("src/test/java");
    private static final Path GOLDENS = Path.of("src/test/resources/diagnostics");

    /** A call that reports, or an exception whose message is reported. */
    private static final Pattern CALL = Pattern.compile(
            "\\b(?:error|warning|report|problem|fail|doubt|wrong|addNamed" + "|withHint|withRelated|\\w*Exception)\\(");

    private static final Pattern STRING = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*)\"");

    /** A key that is only looked up, such as {@code .healthcheck.test}. */
    private static final Pattern PATH = Pattern.compile("(?:\\.[a-z_]+)+");

    private static final Pattern WORD = Pattern.compile("\\p{L}{3}");

    @Test
    void everyMessageIsShownByATest() throws IOException {
        String shown = read(GOLDENS, "expected.txt") + joined(read(TESTS, ".java"));
        List<String> hidden = new ArrayList<>();
        int looked = 0;
        for (Path file : files(SOURCES, ".java")) {
            String code = withoutComments(Files.readString(file));
            Matcher call = CALL.matcher(code);
            while (call.find()) {
                for (String text : strings(arguments(code, call.end()))) {
                    if (WORD.matcher(text).find() && !PATH.matcher(text).matches()) {
                        looked++;
                        if (!shown.contains(text.strip())) {
                            hidden.add(SOURCES.relativize(file) + ": " + text);
                        }
                    }
                }
            }
        }

        assertThat(looked).isGreaterThan(200);
        assertThat(hidden).isEmpty();
    }

    private static List<Path> files(Path root, String ending) throws IOException {
        assertThat(root).isDirectory();
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    private static String read(Path root, String ending) throws IOException {
        var text = new StringBuilder();
        for (Path file : files(root, ending)) {
            text.append(Files.readString(file)).append('\n');
        }
        return text.toString();
    }

    /** With the parts of each text in one. */
    private static String joined(String code) {
        return code.replaceAll("\"\\s*\\+\\s*\"", "").replace("\\\"", "\"");
    }

    private static List<String> strings(String code) {
        return STRING.matcher(code)
                .results()
                .map(match -> match.group(1).replace("\\n", "\n").replace("\\\"", "\""))
                .toList();
    }

    /** What stands between parentheses, of which the first is open already. */
    private static String arguments(String code, int start) {
        int depth = 1;
        int at = start;
        while (depth > 0 && at < code.length()) {
            Matcher string = STRING.matcher(code).region(at, code.length());
            if (code.charAt(at) == '"' && string.lookingAt()) {
                at = string.end();
                continue;
            }
            if (code.charAt(at) == '\'') {
                at = code.indexOf('\'', at + (code.charAt(at + 1) == '\\' ? 3 : 2)) + 1;
                continue;
            }
            depth += code.charAt(at) == '(' ? 1 : code.charAt(at) == ')' ? -1 : 0;
            at++;
        }
        return code.substring(start, at);
    }

    private static String withoutComments(String code) {
        return Pattern.compile(
                        "(\"(?:[^\"\\\\\n]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)+')|//[^\n]*|/\\*.*?\\*/", Pattern.DOTALL)
                .matcher(code)
                .replaceAll(match -> match.group(1) == null ? "" : Matcher.quoteReplacement(match.group(1)));
    }
}
