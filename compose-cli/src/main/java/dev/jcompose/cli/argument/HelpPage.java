package dev.jcompose.cli.argument;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/** Help pages: usage, what the command does, its options in two columns. */
final class HelpPage {
    private static final int NARROWEST_DESCRIPTION = 24;

    private record Row(String names, String description) {}

    private HelpPage() {}

    static String of(String synopsis, String summary, List<OptionSpec> options, int columns) {
        var page = new StringBuilder();
        page.append("Usage:  ").append(synopsis).append("\n\n").append(summary).append('\n');
        var rows = options.stream()
                .filter(option -> !option.hidden())
                .sorted(Comparator.comparing(HelpPage::longName))
                .map(HelpPage::row)
                .toList();
        if (!rows.isEmpty()) {
            page.append("\nOptions:\n");
            appendRows(page, rows, columns);
        }
        return page.toString();
    }

    private static String longName(OptionSpec option) {
        return option.longestName().replaceFirst("^-+", "");
    }

    private static Row row(OptionSpec option) {
        String shortName = option.shortestName().startsWith("--") ? "    " : option.shortestName() + ", ";
        String kind = option.type() == Boolean.class ? "" : " " + option.paramLabel();
        return new Row(shortName + option.longestName() + kind, String.join(" ", option.description()));
    }

    private static void appendRows(StringBuilder page, List<Row> rows, int columns) {
        int left = rows.stream().mapToInt(row -> row.names().length()).max().orElse(0) + 5;
        int right = Math.max(NARROWEST_DESCRIPTION, Math.min(columns, 100) - left - 1);
        for (Row row : rows) {
            String margin =
                    "  " + row.names() + " ".repeat(left - 2 - row.names().length());
            for (String line : wrap(row.description(), right)) {
                page.append(margin).append(line).append('\n');
                margin = " ".repeat(left);
            }
        }
    }

    private static List<String> wrap(String text, int width) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
