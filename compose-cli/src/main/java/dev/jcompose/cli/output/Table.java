package dev.jcompose.cli.output;

import dev.jcompose.cli.terminal.CellWidth;
import java.util.ArrayList;
import java.util.List;

/** Columns as wide as their widest cell, three blanks apart, with a heading. */
public final class Table {
    private static final int GAP = 3;

    private final int narrowest;
    private final List<List<String>> rows = new ArrayList<>();

    private Table(int narrowest) {
        this.narrowest = narrowest;
    }

    /** A table whose columns start at least 10 cells apart. */
    public static Table withHeading(String... titles) {
        return new Table(10).row(titles);
    }

    /** A table whose columns start at least 20 cells apart, as lists of projects have it. */
    public static Table wideWithHeading(String... titles) {
        return new Table(20).row(titles);
    }

    /** Without any heading. */
    public static Table plain() {
        return new Table(10);
    }

    public Table row(String... cells) {
        return row(List.of(cells));
    }

    public Table row(List<String> cells) {
        rows.add(List.copyOf(cells));
        return this;
    }

    /** Lines, each with its newline. */
    @Override
    public String toString() {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        var widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(Math.max(widths[i], narrowest), CellWidth.of(row.get(i)) + GAP);
            }
        }
        var text = new StringBuilder();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                boolean last = i == row.size() - 1;
                text.append(last ? row.get(i) : CellWidth.pad(row.get(i), widths[i]));
            }
            text.append('\n');
        }
        return text.toString();
    }
}
