package dev.jcompose.model.yaml;

import dev.jcompose.model.problem.Diagnostic;
import dev.jcompose.model.problem.ProblemLog;
import dev.jcompose.model.problem.Quota;
import dev.jcompose.model.problem.Span;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.SpecVersion;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;

/** Reads the documents of one file. */
public final class YamlReader {

    /** Deeper files are refused, so that no phase can run out of stack. */
    static final int MAX_DEPTH = 200;

    /** Larger files are refused: ten thousand services have some hundred thousand. */
    static final int MAX_NODES = 1_000_000;

    private final Path file;
    private final ProblemLog problems;

    public YamlReader(Path file, ProblemLog problems) {
        this.file = file;
        this.problems = problems;
    }

    /**
     * The documents of a text; one that is empty is null. Syntax errors are reported and end the reading; what stands before
     * the document with the error is still returned.
     */
    public List<Node> read(String text) {
        var documents = new ArrayList<Node>();
        var nodes = new Quota(MAX_NODES);
        // Docker Compose knows an anchor in the documents that follow, too.
        var anchors = new HashMap<String, Node>();
        // The parser's own limit is on code points; the size of files is bounded where they are read.
        var settings = LoadSettings.builder()
                .setLabel(file.toString())
                .setCodePointLimit(Integer.MAX_VALUE)
                .build();
        try {
            Iterator<Event> events = new Parse(settings).parseString(text).iterator();
            while (events.hasNext()) {
                if (events.next() instanceof DocumentStartEvent) {
                    Node document = document(events, nodes, anchors);
                    if (document == null) {
                        return documents;
                    }
                    documents.add(document);
                }
            }
        } catch (MarkedYamlEngineException e) {
            Span at = e.getProblemMark().map(this::point).orElseGet(() -> new Span(file, 1, 1, 2));
            String context = e.getContext() == null ? "" : e.getContext() + ": ";
            String said = String.valueOf(e.getProblem());
            var problem = Diagnostic.error(
                    "yaml-syntax",
                    Optional.of(at),
                    "yaml: line " + at.line() + ": " + context + SyntaxAdvice.problem(said));
            var complete = e.getContextMark()
                    .map(this::point)
                    .filter(begin -> begin.line() != at.line())
                    .map(begin -> problem.withRelated(begin, "it begins here"))
                    .orElse(problem);
            problems.add(SyntaxAdvice.of(said).map(complete::withHint).orElse(complete));
        } catch (ReaderException e) {
            Span at = position(text, e.getPosition());
            String character = String.format(Locale.ROOT, "U+%04X", e.getCodePoint());
            problems.error(
                    "yaml-character",
                    at,
                    "yaml: line " + at.line() + ": control characters are not allowed (" + character + ")");
        } catch (YamlVersionException e) {
            SpecVersion version = e.getSpecVersion();
            String name = version.getMajor() + "." + version.getMinor();
            problems.error(
                    "yaml-syntax",
                    directive(text, name),
                    "yaml: found incompatible YAML document: version " + name + ", but only 1.x can be read");
        } catch (YamlEngineException e) {
            // Only when the parser contradicts itself: still a problem of the file to the user, and no crash.
            problems.error("yaml-syntax", new Span(file, 1, 1, 2), "yaml: " + e.getMessage());
        }
        return documents;
    }

    private @Nullable Node document(Iterator<Event> events, Quota nodes, Map<String, Node> anchors) {
        var builder = new DocumentBuilder(problems, nodes, anchors);
        while (events.hasNext() && !builder.isComplete() && !builder.hasFailed()) {
            Event event = events.next();
            switch (event) {
                case ScalarEvent scalar -> builder.scalar(scalar, span(event));
                case AliasEvent alias -> builder.alias(alias.getAlias().getValue(), span(event));
                case MappingStartEvent map ->
                    builder.startMap(map.getAnchor().map(a -> a.getValue()), map.getTag(), point(start(event)));
                case SequenceStartEvent list ->
                    builder.startList(list.getAnchor().map(a -> a.getValue()), list.getTag(), point(start(event)));
                default -> builder.end();
            }
        }
        return builder.result();
    }

    private static Mark start(Event event) {
        return event.getStartMark().orElseThrow();
    }

    private Span span(Event event) {
        Mark start = start(event);
        Optional<Mark> end = event.getEndMark();
        int column = start.getColumn() + 1;
        boolean sameLine = end.isPresent() && end.get().getLine() == start.getLine();
        int endColumn = sameLine ? Math.max(end.get().getColumn() + 1, column + 1) : column + 1;
        return new Span(file, start.getLine() + 1, column, endColumn);
    }

    private Span point(Mark mark) {
        return new Span(file, mark.getLine() + 1, mark.getColumn() + 1, mark.getColumn() + 2);
    }

    /** Where a version is asked for. */
    private Span directive(String text, String version) {
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("%YAML") && lines.get(i).contains(version)) {
                return new Span(file, i + 1, 1, lines.get(i).stripTrailing().length() + 1);
            }
        }
        return new Span(file, 1, 1, 2);
    }

    private Span position(String text, int codePoints) {
        int line = 1;
        int column = 1;
        int seen = 0;
        for (int i = 0; i < text.length() && seen < codePoints; i += Character.charCount(text.codePointAt(i))) {
            seen++;
            if (text.charAt(i) == '\n') {
                line++;
                column = 1;
            } else {
                column++;
            }
        }
        return new Span(file, line, column, column + 1);
    }
}
