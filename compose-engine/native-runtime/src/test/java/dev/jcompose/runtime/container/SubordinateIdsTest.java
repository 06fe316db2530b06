package dev.jcompose.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.runtime.launch.IdMap.Range;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** dockerd's {@code userns-remap}. */
class SubordinateIdsTest {
    @TempDir
    private Path etc;

    @BeforeEach
    void files() throws Exception {
        Files.writeString(etc.resolve("passwd"), "root:x:0:0::/:/bin/sh\nann:x:1000:1000::/home/ann:/bin/sh\n");
        Files.writeString(etc.resolve("subuid"), "dockremap:100000:65536\nann:200000:10\nbob:1:1\n1000:300000:5\n");
        Files.writeString(etc.resolve("subgid"), "dockremap:100000:65536\nann:400000:20\nbob:one:1\n");
    }

    @Test
    void theDefaultIsTheUserDockremap() throws Exception {
        var ids = new SubordinateIds(etc).of("default");
        assertThat(ids.uids()).containsExactly(new Range(0, 100_000, 65_536)).isEqualTo(ids.gids());
    }

    @Test
    void allRangesOfAUserCountByNameAndByNumber() throws Exception {
        for (String user : new String[] {"ann", "1000", "ann:staff"}) {
            var ids = new SubordinateIds(etc).of(user);
            assertThat(ids.uids()).as(user).containsExactly(new Range(0, 200_000, 10), new Range(10, 300_000, 5));
            assertThat(ids.gids()).as(user).containsExactly(new Range(0, 400_000, 20));
        }
    }

    @Test
    void whatIsMissingIsNamedWithTheLineToAdd() {
        assertThatThrownBy(() -> new SubordinateIds(etc).of("carol"))
                .isInstanceOf(IOException.class)
                .hasMessage("userns-remap: no subuid ranges found for user \"carol\": add a line such as"
                        + " carol:100000:65536 to " + etc.resolve("subuid"));
        assertThatThrownBy(() -> new SubordinateIds(etc).of("bob"))
                .hasMessageContaining(etc.resolve("subgid") + ": \"bob:one:1\" is no range of ids");
        assertThatThrownBy(() -> new SubordinateIds(etc).of(":staff")).hasMessageContaining("names no user");
    }
}
