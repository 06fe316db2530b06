package dev.jcompose.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.runtime.launch.IdMap.Range;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdMapTest {
    private static final IdMap REMAPPED = IdMap.consecutive(100_000, 65_536);

    @Test
    void idsOfTheContainerAreOthersOnTheHost() {
        assertThat(REMAPPED.hostUid(0)).isEqualTo(100_000);
        assertThat(REMAPPED.hostGid(65_535)).isEqualTo(165_535);
        assertThat(REMAPPED.insideUid(100_033)).isEqualTo(33);
        assertThat(REMAPPED.insideGid(99_999)).isEqualTo(IdMap.NOBODY);
        assertThat(REMAPPED.hostUid(65_536)).isEqualTo(IdMap.NOBODY);
    }

    @Test
    void theKernelTakesALineForEachRange() {
        var ids = new IdMap(List.of(new Range(0, 100_000, 10), new Range(10, 300_000, 5)), List.of(new Range(0, 7, 1)));
        assertThat(ids.uidText()).isEqualTo("0 100000 10\n10 300000 5\n");
        assertThat(ids.gidText()).isEqualTo("0 7 1\n");
    }

    @Test
    void filesHaveANumberForRootOfTheHostWhichNoContainerHas() {
        assertThat(REMAPPED.forFiles().uidText()).isEqualTo("0 100000 65536\n4294967290 0 1\n");
        var toRoot = IdMap.consecutive(0, 10);
        assertThat(toRoot.forFiles()).isEqualTo(toRoot);
    }

    @Test
    void aMappingOfFilesIsSeenThroughThatOfTheContainer() {
        var files = new IdMap(List.of(new Range(1000, 0, 1), new Range(1, 1, 999)), List.of(new Range(5, 65_530, 100)));
        var seen = files.through(REMAPPED);
        assertThat(seen.uids()).containsExactly(new Range(1000, 100_000, 1), new Range(1, 100_001, 999));
        assertThat(seen.gids()).as("what the container lacks is lost").containsExactly(new Range(5, 165_530, 6));
    }

    @Test
    void rangesBeyondWhatTheKernelHasAreRefused() {
        assertThatThrownBy(() -> new Range(0, 4_294_967_000L, 1000)).hasMessageContaining("no range of ids");
        assertThatThrownBy(() -> new Range(0, 0, 0)).hasMessageContaining("no range of ids");
        assertThatThrownBy(() -> new IdMap(List.of(), List.of())).hasMessageContaining("needs ids");
    }

    @Test
    void aProcessInOurOwnNamespaceHasNone() throws Exception {
        assertThat(IdMap.ofProcess(ProcessHandle.current().pid())).isEmpty();
        assertThat(IdMap.ofProcess(Integer.MAX_VALUE)).isEmpty();
    }
}
