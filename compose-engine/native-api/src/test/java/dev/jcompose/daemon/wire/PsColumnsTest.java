package dev.jcompose.daemon.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.daemon.http.HttpException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PsColumnsTest {
    @Test
    void withoutOptionsItIsTheFullFormat() {
        assertThat(titles("")).containsExactly("UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD");
        assertThat(titles("-ef")).isEqualTo(titles(""));
    }

    @Test
    void theBsdFormatShowsWhatAProcessUses() {
        assertThat(titles("aux")).contains("%CPU", "%MEM", "RSS").endsWith("COMMAND");
    }

    @Test
    void columnsCanBeChosenAndNamed() {
        assertThat(titles("-o pid,comm")).containsExactly("PID", "COMMAND");
        assertThat(titles("-eo pid=P,cmd -o rss")).containsExactly("P", "CMD", "RSS");
        assertThat(titles("-opid")).containsExactly("PID");
    }

    @Test
    void withoutThePidNoProcessCouldBeTold() {
        assertThatThrownBy(() -> PsColumns.of("-o comm"))
                .isInstanceOf(HttpException.class)
                .hasMessage("Couldn't find PID field in ps output");
        assertThatThrownBy(() -> PsColumns.of("-o pid,nosuch")).hasMessageContaining("nosuch");
        assertThatThrownBy(() -> PsColumns.of("-o")).hasMessageContaining("expected");
    }

    private static List<String> titles(String options) {
        return PsColumns.of(options).stream().map(PsColumns.Titled::title).toList();
    }
}
