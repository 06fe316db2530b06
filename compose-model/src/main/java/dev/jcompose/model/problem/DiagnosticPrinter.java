package dev.jcompose.model.problem;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Diagnostics as text: position, message and code; the line with a caret under what is meant; a hint.
 *
 * <pre>
 * compose.yaml:7:5: error: service "web" has no key "depend_on" [unknown-key]
 *       depend_on: [db]
 *       ^^^^^^^^^
 *   hint: did you mean "depends_on"?
 * </pre>
 */
public final class DiagnosticPrinter {

    /** Of what is shown of a line. */
    private static final int LONGEST_EXCERPT = 160;

    /** A line that is longer is nothing to look at: columns are counted along all of it. */
    private static final int LONGEST_LINE = 100_000;

    private final Map<Path, String> sources;
    private final Map<Path, int[]> lineStarts = new HashMap<>();
    private final Path workingDirectory;

    /**
     * @param sources the texts of files, for their lines
     * @param workingDirectory files below it are named from there
     */
    public DiagnosticPrinter(Map<Path, String> sources, Path workingDirectory) {
        this.sources = sources;
        this.workingDirectory = workingDirectory;
    }

    /** All of them, each ending with a line end. */
    public String print(Problems problems) {
        var text = new StringBuilder();
        for (Diagnostic diagnostic : problems.all()) {
            text.append(print(diagnostic));
        }
        return text.toString();
    }

    public String print(Diagnostic diagnostic) {
        var text = new StringBuilder();
        diagnostic.at().ifPresent(at -> text.append(position(at)).append(": "));
        text.append(diagnostic.severity().text())
                .append(": ")
                .append(visible(diagnostic.message()))
                .append(" [")
                .append(diagnostic.code())
                .append("]\n");
        diagnostic.at().ifPresent(at -> excerpt(at, text));
        diagnostic.related().ifPresent(related -> {
            text.append("  ")
                    .append(position(related.at()))
                    .append(": ")
                    .append(related.note())
                    .append('\n');
            excerpt(related.at(), text);
        });
        diagnostic
                .hint()
                .ifPresent(hint -> text.append("  hint: ").append(visible(hint)).append('\n'));
        return text.toString();
    }

    /** Text of files must not speak to the terminal. */
    private static String visible(String text) {
        var result = new StringBuilder(text.length());
        text.codePoints().forEach(c -> result.appendCodePoint(visible(c)));
        return result.toString();
    }

    private static int visible(int c) {
        return Character.isISOControl(c) && c != '\n' && c != '\t' ? 0xFFFD : c;
    }

    private String position(Span at) {
        return name(at.file()) + ":" + at.line() + ":" + at.column();
    }

    private String name(Path file) {
        return file.isAbsolute() && file.startsWith(workingDirectory)
                ? workingDirectory.relativize(file).toString()
                : file.toString();
    }

    private void excerpt(Span at, StringBuilder text) {
        Optional<String> found = line(at);
        if (found.isEmpty() || found.get().isBlank()) {
            return;
        }
        int[] line = found.get().stripTrailing().codePoints().toArray();
        int start = Math.clamp(at.column() - 1L, 0, line.length);
        int end = Math.clamp(at.endColumn() - 1L, start, Math.max(start, line.length));
        // A line of thousands of characters, as in JSON, is cut around what is meant.
        int from = start > LONGEST_EXCERPT ? start - LONGEST_EXCERPT / 2 : 0;
        int to = Math.min(line.length, from + LONGEST_EXCERPT);
        text.append("  ");
        for (int i = from; i < to; i++) {
            text.appendCodePoint(visible(line[i]));
        }
        text.append("\n  ");
        for (int i = from; i < start; i++) {
            text.append(line[i] == '\t' ? '\t' : ' ');
        }
        text.repeat('^', Math.max(1, Math.min(end, to) - start)).append('\n');
    }

    private Optional<String> line(Span at) {
        String source = sources.get(at.file());
        if (source == null) {
            return Optional.empty();
        }
        int[] starts = lineStarts.computeIfAbsent(at.file(), file -> starts(source));
        if (at.line() > starts.length) {
            return Optional.empty();
        }
        int start = starts[at.line() - 1];
        int end = source.indexOf('\n', start);
        end = end < 0 ? source.length() : end;
        return end - start > LONGEST_LINE ? Optional.empty() : Optional.of(source.substring(start, end));
    }

    private static int[] starts(String source) {
        int lines = 1 + (int) source.chars().filter(c -> c == '\n').count();
        int[] starts = new int[lines];
        for (int line = 1; line < lines; line++) {
            starts[line] = source.indexOf('\n', starts[line - 1]) + 1;
        }
        return starts;
    }
}
