package dev.jcompose.cli.progress;

import dev.jcompose.cli.output.Units;
import dev.jcompose.cli.terminal.CellWidth;
import dev.jcompose.cli.terminal.Paint;
import dev.jcompose.cli.terminal.Style;
import dev.jcompose.cli.terminal.TerminalSize;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A screen as lines of a terminal: a heading, then mark, name, word, time and detail of each resource in columns.
 *
 * @param lines each fits the width it was made for
 */
record Frame(List<String> lines) {
    private static final String SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
    private static final Duration SPINNER_STEP = Duration.ofMillis(100);
    private static final String BAR = "⠀⡀⣀⣄⣤⣦⣶⣷⣿";
    private static final int MOST_LAYERS = 16;
    private static final int GAP = 2;
    private static final int NARROWEST_LABEL = 12;
    /** A terminal of fewer columns shows the heading only. */
    private static final int NARROWEST = 8;

    Frame {
        lines = List.copyOf(lines);
    }

    /** The rows that matter most, no more than fit the height. */
    static Frame live(Screen screen, TerminalSize size, Instant now, Paint paint) {
        int room = Math.max(1, size.rows() - 2);
        var rows = screen.rows();
        if (rows.size() <= room) {
            return of(screen, rows, List.of(), size.columns(), now, paint);
        }
        var shown = mostTelling(rows, Math.max(1, room - 1));
        int hidden = rows.size() - shown.size();
        long over = rows.stream().filter(Row::isOver).count()
                - shown.stream().filter(Row::isOver).count();
        String rest = hidden == over
                ? "   … " + hidden + " more done"
                : "   … " + hidden + " more, " + over + " of them done";
        return of(screen, shown, List.of(rest), size.columns(), now, paint);
    }

    /** All rows, for the lines that stay. */
    static Frame complete(Screen screen, int columns, Instant now, Paint paint) {
        return of(screen, screen.rows(), List.of(), columns, now, paint);
    }

    /** Failures and work in progress go before what is done; of that the latest. The order stays. */
    private static List<Row> mostTelling(List<Row> rows, int room) {
        var shown = new ArrayList<Row>();
        long urgent = rows.stream().filter(row -> row.phase() != Row.Phase.DONE).count();
        long doneToDrop = rows.size() - urgent - Math.max(0, room - urgent);
        for (Row row : rows) {
            if (row.phase() == Row.Phase.DONE && doneToDrop > 0) {
                doneToDrop--;
            } else if (shown.size() < room) {
                shown.add(row);
            }
        }
        return shown;
    }

    private static Frame of(Screen screen, List<Row> rows, List<String> below, int columns, Instant now, Paint paint) {
        var columnsOf = Columns.fitting(rows, columns);
        var lines = new ArrayList<String>();
        lines.add(CellWidth.clip("[+] " + screen.operation() + " " + screen.over() + "/" + screen.total(), columns));
        if (columns < NARROWEST) {
            return new Frame(lines);
        }
        for (Row row : rows) {
            lines.add(line(row, columnsOf, now, paint));
        }
        for (String line : below) {
            lines.add(paint.apply(Style.DIM, CellWidth.clip(line, columns)));
        }
        return new Frame(lines);
    }

    /** Widths of the columns; 0 for one that has no room. */
    private record Columns(int total, int label, int word, int time) {
        static Columns fitting(List<Row> rows, int total) {
            int label = rows.stream()
                    .mapToInt(row -> CellWidth.of(row.label()))
                    .max()
                    .orElse(0);
            int word = rows.stream()
                    .mapToInt(row -> CellWidth.of(row.word()))
                    .max()
                    .orElse(0);
            int time = 6;
            int free = total - 3 - GAP - word;
            if (label > free - GAP - time && free - GAP - time < NARROWEST_LABEL) {
                time = 0;
            }
            int room = time == 0 ? free : free - GAP - time;
            return new Columns(total, Math.max(1, Math.min(label, room)), word, time);
        }
    }

    private static String line(Row row, Columns columns, Instant now, Paint paint) {
        var line = new StringBuilder();
        int used = 3 + columns.label() + GAP;
        line.append(' ').append(mark(row, now, paint)).append(' ');
        line.append(CellWidth.pad(CellWidth.clip(row.label(), columns.label()), columns.label()));
        int forWord = Math.min(columns.word(), columns.total() - used);
        if (forWord <= 0) {
            return line.toString();
        }
        String word = CellWidth.clip(row.word(), forWord);
        line.append("  ").append(paint.apply(style(row.phase()), word));
        used += forWord;
        if (columns.time() == 0 || used + GAP + columns.time() > columns.total()) {
            return line.toString();
        }
        line.append(" ".repeat(forWord - CellWidth.of(word) + GAP));
        String time = row.elapsed(now).map(Units::stopwatch).orElse("");
        line.append(" ".repeat(Math.max(0, columns.time() - time.length()))).append(paint.apply(Style.DIM, time));
        used += GAP + Math.max(columns.time(), time.length());
        String extra = extra(row);
        int forExtra = columns.total() - used - GAP;
        if (!extra.isEmpty() && forExtra > 3) {
            String clipped = CellWidth.clip(extra, forExtra);
            line.append("  ").append(row.phase() == Row.Phase.FAILED ? clipped : paint.apply(Style.DIM, clipped));
        }
        return line.toString().stripTrailing();
    }

    private static String mark(Row row, Instant now, Paint paint) {
        return switch (row.phase()) {
            case WAITING -> " ";
            case WORKING -> {
                long step = now.toEpochMilli() / SPINNER_STEP.toMillis();
                int at = (int) (step % SPINNER.length());
                yield paint.apply(Style.CYAN, SPINNER.substring(at, at + 1));
            }
            case DONE -> paint.apply(Style.GREEN, "✔");
            case WARNING -> paint.apply(Style.YELLOW, "!");
            case FAILED -> paint.apply(Style.RED, "✘");
        };
    }

    private static Style style(Row.Phase phase) {
        return switch (phase) {
            case WAITING -> Style.DIM;
            case WORKING -> Style.CYAN;
            case DONE -> Style.GREEN;
            case WARNING -> Style.YELLOW;
            case FAILED -> Style.RED;
        };
    }

    private static String extra(Row row) {
        if (!row.detail().isEmpty()) {
            return row.detail().replaceAll("\\s+", " ");
        }
        if (row.layers().isEmpty() || row.isOver()) {
            return "";
        }
        long current = row.layers().stream().mapToLong(Row.Layer::current).sum();
        long total = row.layers().stream().mapToLong(Row.Layer::total).sum();
        String bytes = total == 0 ? "" : "  " + Units.size(current) + " / " + Units.size(total);
        return bar(row.layers()) + bytes;
    }

    /** A cell for each layer, as full as the layer is complete; neighbours share a cell where there are many. */
    private static String bar(List<Row.Layer> layers) {
        int cells = Math.min(layers.size(), MOST_LAYERS);
        var bar = new StringBuilder();
        for (int cell = 0; cell < cells; cell++) {
            int from = cell * layers.size() / cells;
            int to = (cell + 1) * layers.size() / cells;
            double share = layers.subList(from, to).stream()
                    .mapToDouble(Frame::share)
                    .average()
                    .orElse(0);
            bar.append(BAR.charAt((int) Math.floor(share * (BAR.length() - 1))));
        }
        return bar.toString();
    }

    private static double share(Row.Layer layer) {
        if (layer.isComplete()) {
            return 1;
        }
        // A layer that was fetched but not yet unpacked is nearly done.
        return layer.total() == 0 ? 0 : 0.9 * Math.min(1, (double) layer.current() / layer.total());
    }
}
