package dev.jcompose.cli.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jcompose.cli.argument.UsageException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListingTest {
    private static final Listing LISTING = new Listing("{{.Name}}\t{{.State}}", Map.of("State", "STATUS"));

    private static Map<String, Object> row(String name, String state) {
        var row = new LinkedHashMap<String, Object>();
        row.put("Name", name);
        row.put("State", state);
        return row;
    }

    @Test
    void columnsAreAtLeastTenCellsApartAndThreeFromTheLongestValue() throws UsageException {
        assertThat(LISTING.print(List.of(row("shop-database-1", "running"), row("a", "x")), "table"))
                .isEqualTo("""
                    NAME              STATUS
                    shop-database-1   running
                    a                 x
                    """);
        assertThat(LISTING.print(List.of(), "table")).isEqualTo("NAME      STATUS\n");
    }

    @Test
    void jsonHasAnObjectPerLine() throws UsageException {
        assertThat(LISTING.print(List.of(row("a", "x"), row("b", "y")), "json"))
                .isEqualTo("{\"Name\":\"a\",\"State\":\"x\"}\n{\"Name\":\"b\",\"State\":\"y\"}\n");
    }

    @Test
    void aTemplateMayAskForATable() throws UsageException {
        assertThat(LISTING.print(List.of(row("a", "x")), "table {{.State}}")).isEqualTo("STATUS\nx\n");
        assertThat(LISTING.print(List.of(row("a", "x")), "{{.Name}}={{.State}}"))
                .isEqualTo("a=x\n");
    }
}
