package dev.jcompose.cli.problem;

import dev.jcompose.cli.terminal.Paint;
import dev.jcompose.cli.terminal.Style;
import dev.jcompose.model.problem.Diagnostic;
import dev.jcompose.model.problem.DiagnosticPrinter;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Words problems for a reader, with colours where wanted.
 *
 * @param paint colours, or none
 * @param directory names of files are shown relative to it where they lie below
 */
public record ProblemText(Paint paint, Path directory) {
    private static final Pattern HEAD =
            Pattern.compile("(?<at>.*?: )??(?<word>error|warning): (?<message>.*) (?<code>\\[[a-z0-9-]+])");
    private static final Pattern CARETS = Pattern.compile("(\\s*)(\\^+)");
    private static final Pattern HINT = Pattern.compile("  hint: (.*)");

    /** An error without a position. */
    public String error(String message) {
        return paint.apply(Style.BOLD_RED, "error:") + " " + message;
    }

    /** A warning without a position. */
    public String warning(String message) {
        return paint.apply(Style.YELLOW, "warning:") + " " + message;
    }

    /**
     * A diagnostic with its position, its line and a caret under what is meant; no newline at the end.
     *
     * @param sources the texts of files, for showing lines of them
     */
    public String of(Diagnostic diagnostic, Map<Path, String> sources) {
        String plain =
                new DiagnosticPrinter(sources, directory).print(diagnostic).stripTrailing();
        return paint == Paint.PLAIN ? plain : plain.lines().map(this::painted).collect(Collectors.joining("\n"));
    }

    private String painted(String line) {
        var head = HEAD.matcher(line);
        if (head.matches()) {
            String at = head.group("at") == null ? "" : head.group("at");
            String message = head.group("message");
            return paint.apply(Style.BOLD, at)
                    + (head.group("word").equals("error") ? error(message) : warning(message))
                    + " " + paint.apply(Style.DIM, head.group("code"));
        }
        var carets = CARETS.matcher(line);
        if (carets.matches()) {
            return carets.group(1) + paint.apply(Style.RED, carets.group(2));
        }
        var hint = HINT.matcher(line);
        return hint.matches() ? "  " + paint.apply(Style.CYAN, "hint:") + " " + hint.group(1) : line;
    }
}
