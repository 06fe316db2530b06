package dev.jcompose.cli.template;

import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.cli.output.Json;
import dev.jcompose.cli.output.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A kind of list, which a user can have in several formats.
 *
 * @param table template of its table's columns, with tabs between them
 * @param titles of columns whose title is not the field's name in capitals
 */
public record Listing(String table, Map<String, String> titles) {
    public Listing {
        titles = Map.copyOf(titles);
    }

    /**
     * @param rows the fields of each row
     * @param format {@code table}, {@code table TEMPLATE}, {@code json} (an object per line) or a Go template
     * @return lines, each with its newline
     */
    public String print(List<Map<String, Object>> rows, String format) throws UsageException {
        try {
            if (format.isEmpty() || format.equals("table") || format.equals("pretty")) {
                return asTable(rows, table);
            }
            if (format.startsWith("table ")) {
                return asTable(rows, format.substring("table ".length()));
            }
            var text = new StringBuilder();
            if (format.equals("json")) {
                rows.forEach(row -> text.append(Json.write(row)).append('\n'));
                return text.toString();
            }
            var template = Template.parse(format);
            for (var row : rows) {
                text.append(template.apply(row)).append('\n');
            }
            return text.toString();
        } catch (TemplateException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private String asTable(List<Map<String, Object>> rows, String source) throws TemplateException {
        var template = Template.parse(source);
        var lines = Table.withHeading(template.heading(titles).split("\t", -1));
        for (var row : rows) {
            lines.row(Arrays.asList(template.apply(row).split("\t", -1)));
        }
        return lines.toString();
    }
}
