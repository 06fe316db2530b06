package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.cli.terminal.CellWidth;
import dev.jcompose.cli.terminal.Paint;
import dev.jcompose.cli.terminal.Style;
import dev.jcompose.cli.terminal.Terminal;
import dev.jcompose.engine.OutputSink.Channel;
import dev.jcompose.engine.operation.LogLine;
import dev.jcompose.engine.operation.LogSink;
import dev.jcompose.planner.resource.ResourceRef;
import java.io.PrintStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Prints lines of output behind the names of their containers, one colour for each. */
final class LogPrinter implements LogSink {
    /** What stands before a line. */
    enum Prefix {
        NAME,
        NONE
    }

    /** Whether prefixes have colours. */
    enum Colours {
        AS_SESSION,
        NONE
    }

    /** Whether lines have times. */
    enum Times {
        SHOWN,
        HIDDEN
    }

    /** Where the standard error of containers goes. */
    enum Errors {
        TO_STDERR,
        TO_STDOUT
    }

    record Look(Prefix prefix, Colours colours, Times times, Errors errors) {}

    private static final List<Style> PALETTE = List.of(
            Style.CYAN,
            Style.YELLOW,
            Style.GREEN,
            Style.MAGENTA,
            Style.BLUE,
            Style.BRIGHT_CYAN,
            Style.BRIGHT_YELLOW,
            Style.BRIGHT_GREEN,
            Style.BRIGHT_MAGENTA,
            Style.BRIGHT_BLUE);

    /** RFC 3339 with nanoseconds, as the engine writes it. */
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'")
            .toFormatter(java.util.Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Session session;
    private final String project;
    private final Look look;
    private final Paint paint;
    private final Map<String, Style> styles = new HashMap<>();
    private int width;

    LogPrinter(Session session, String project, Look look) throws UsageException {
        this.session = session;
        this.project = project;
        this.look = look;
        this.paint = look.colours() == Colours.NONE ? Paint.PLAIN : session.paint(Terminal.Stream.OUT);
    }

    /** Makes the prefixes of these containers equally wide from the first line on. */
    synchronized void expect(List<ResourceRef.OfContainer> containers) {
        for (var container : containers) {
            style(shortName(container));
        }
    }

    @Override
    public synchronized void accept(LogLine line) {
        boolean toErr = line.channel() == Channel.STDERR && look.errors() == Errors.TO_STDERR;
        PrintStream target = toErr ? session.err() : session.out();
        if (look.prefix() == Prefix.NAME) {
            target.print(prefix(shortName(line.container())));
        }
        if (look.times() == Times.SHOWN && line.at().isPresent()) {
            target.print(TIME.format(line.at().get()) + " ");
        }
        byte[] text = line.text();
        target.write(text, 0, text.length);
        target.write('\n');
        target.flush();
    }

    /** A line of ours among those of the containers, such as {@code web-1 exited with code 0}. */
    synchronized void status(ResourceRef.OfContainer container, String text) {
        String name = shortName(container);
        session.out().println(paint.apply(style(name), name) + " " + text);
        session.out().flush();
    }

    synchronized void line(String text) {
        session.out().println(text);
        session.out().flush();
    }

    private String prefix(String name) {
        var style = style(name);
        return paint.apply(style, CellWidth.pad(name, width + 1) + " | ");
    }

    private Style style(String name) {
        width = Math.max(width, CellWidth.of(name));
        return styles.computeIfAbsent(name, n -> PALETTE.get(styles.size() % PALETTE.size()));
    }

    /** The name without the project's; a name of the user's own choice as it is. */
    String shortName(ResourceRef.OfContainer container) {
        String name = container.name();
        for (String separator : List.of("-", "_")) {
            if (name.startsWith(project + separator)) {
                return name.substring(project.length() + 1);
            }
        }
        return name;
    }
}
