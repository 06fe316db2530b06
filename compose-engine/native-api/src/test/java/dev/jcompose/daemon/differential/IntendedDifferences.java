package dev.jcompose.daemon.differential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The differences that are meant, from the table that people read. A row names a call and a field, either with {@code *} for
 * anything; what it says of the two sides is for the reader.
 */
final class IntendedDifferences {
    private record Row(Pattern call, Pattern field) {}

    private final List<Row> rows = new ArrayList<>();

    private IntendedDifferences() {}

    static IntendedDifferences read(Path table) throws IOException {
        var read = new IntendedDifferences();
        for (String line : Files.readAllLines(table)) {
            if (line.startsWith("| `")) {
                String[] cells = line.split("\\|", -1);
                read.rows.add(new Row(pattern(cells[1]), pattern(cells[2])));
            }
        }
        return read;
    }

    boolean cover(String call, String field) {
        return rows.stream()
                .anyMatch(row -> row.call.matcher(call).matches()
                        && row.field.matcher(field).matches());
    }

    private static Pattern pattern(String cell) {
        String text = cell.replace("`", "").strip();
        return Pattern.compile(Pattern.quote(text).replace("*", "\\E.*\\Q"));
    }
}
