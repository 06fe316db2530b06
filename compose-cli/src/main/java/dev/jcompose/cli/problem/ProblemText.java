package dev.jcompose.cli.problem;

import dev.jcompose.cli.terminal.Paint;
import dev.jcompose.cli.terminal.Style;
import dev.jcompose.model.problem.Diagnostic;
import dev.jcompose.model.problem.Severity;
import dev.jcompose.model.problem.Span;
import java.nio.file.Path;
import java.util.Map;

/**
 * Words problems for a reader: where, what, the line with a caret under what is meant, and what to do.
 *
 * @param paint colours, or none
 * @param directory names of files are shown relative to it where they lie below
 */
public record ProblemText(Paint paint, Path directory) {
    /** An error without a position. */
    public String error(String message) {
        return paint.apply(Style.BOLD_RED, "error:") + " " + message;
    }

    /** A warning without a position. */
    public String warning(String message) {
        return paint.apply(Style.YELLOW, "warning:") + " " + message;
    }

    /**
     * A diagnostic, in several lines without a newline at the end.
     *
     * @param sources the texts of files, for showing lines of them
     */
    public String of(Diagnostic diagnostic, Map<Path, String> sources) {
        var text = new StringBuilder();
        diagnostic
                .at()
                .ifPresent(
                        at -> text.append(paint.apply(Style.BOLD, position(at))).append(": "));
        text.append(
                diagnostic.severity() == Severity.ERROR ? error(diagnostic.message()) : warning(diagnostic.message()));
        text.append(paint.apply(Style.DIM, " [" + diagnostic.code() + "]"));
        diagnostic.at().ifPresent(at -> text.append(excerpt(at, sources, diagnostic.severity())));
        diagnostic.related().ifPresent(related -> {
            text.append("\n  ").append(position(related.at())).append(": ").append(related.note());
            text.append(excerpt(related.at(), sources, diagnostic.severity()));
        });
        diagnostic
                .hint()
                .ifPresent(hint -> text.append("\n  ")
                        .append(paint.apply(Style.CYAN, "hint:"))
                        .append(" ")
                        .append(hint));
        return text.toString();
    }

    private String position(Span at) {
        Path file = at.file();
        boolean below = file.isAbsolute() && file.startsWith(directory);
        return (below ? directory.relativize(file) : file) + ":" + at.line() + ":" + at.column();
    }

    private String excerpt(Span at, Map<Path, String> sources, Severity severity) {
        String source = sources.get(at.file());
        if (source == null) {
            return "";
        }
        var line = source.lines().skip(at.line() - 1L).findFirst();
        if (line.isEmpty() || line.get().isBlank()) {
            return "";
        }
        int[] points = line.get().codePoints().toArray();
        int from = Math.min(at.column() - 1, points.length);
        int to = Math.max(from + 1, Math.min(at.endColumn() - 1, points.length));
        var margin = new StringBuilder();
        for (int i = 0; i < from; i++) {
            margin.append(points[i] == '\t' ? '\t' : ' ');
        }
        var style = severity == Severity.ERROR ? Style.RED : Style.YELLOW;
        return "\n      " + line.get() + "\n      " + margin + paint.apply(style, "^".repeat(to - from));
    }
}
