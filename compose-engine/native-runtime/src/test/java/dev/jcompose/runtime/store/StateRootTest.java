package dev.jcompose.runtime.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StateRootTest {
    private static final JsonCodec<String> NOTE = new JsonCodec<>() {
        @Override
        public JsonObject toJson(String value) {
            return JsonObject.builder().put("note", value).build();
        }

        @Override
        public String fromJson(JsonObject json) throws MalformedJsonException {
            return json.requireString("note");
        }
    };

    @TempDir
    Path directory;

    @Test
    void aSecondEngineIsRefusedUntilTheFirstIsGone() throws Exception {
        try (var first = StateRoot.open(directory.resolve("state"))) {
            assertThatThrownBy(() -> StateRoot.open(directory.resolve("state")))
                    .isInstanceOf(StateException.class)
                    .hasMessageContaining("in use by another engine (process "
                            + ProcessHandle.current().pid() + ")");
            assertThat(first.path()).isDirectory();
        }
        StateRoot.open(directory.resolve("state")).close();
    }

    @Test
    void nobodyElseMayLookInside() throws Exception {
        try (var root = StateRoot.open(directory.resolve("state"))) {
            for (Path each :
                    List.of(root.path(), root.directory("images"), root.path().resolve("trash"))) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                        .isEqualTo("rwx------");
            }
        }
    }

    @Test
    void stateOfANewerEngineIsLeftAlone() throws Exception {
        Path state = Files.createDirectory(directory.resolve("state"));
        Files.writeString(state.resolve("format"), "99\n");
        assertThatThrownBy(() -> StateRoot.open(state))
                .isInstanceOf(StateException.class)
                .hasMessageContaining("format 99");
    }

    @Test
    void whatWasHalfWrittenIsClearedAtTheNextStart() throws Exception {
        Path temporary;
        try (var root = StateRoot.open(directory.resolve("state"))) {
            temporary = Files.createDirectories(root.temporary("layer"));
            Files.writeString(temporary.resolve("f"), "x");
        }
        try (var root = StateRoot.open(directory.resolve("state"))) {
            assertThat(temporary).doesNotExist();
            root.trash().awaitEmpty();
            assertThat(root.path().resolve("trash")).isEmptyDirectory();
        }
    }

    @Test
    void deepTreesWithLinksAreDeletedAndNothingBehindTheLinks() throws Exception {
        Path outside = Files.writeString(directory.resolve("outside"), "x");
        try (var root = StateRoot.open(directory.resolve("state"))) {
            Path tree = Files.createDirectory(root.path().resolve("tree"));
            Path deep = tree;
            for (int i = 0; i < 300; i++) {
                deep = Files.createDirectory(deep.resolve("d"));
            }
            Files.createSymbolicLink(deep.resolve("link"), outside);
            Files.createSymbolicLink(tree.resolve("up"), directory);
            root.trash().discard(tree);
            assertThat(tree).doesNotExist();
            root.trash().awaitEmpty();
            assertThat(root.path().resolve("trash")).isEmptyDirectory();
        }
        assertThat(outside).exists();
    }

    @Test
    void recordsAreWrittenReadAndDeleted() throws Exception {
        Path records = directory.resolve("records");
        var store = RecordDirectory.open(records, NOTE);
        store.save("b", "two");
        store.save("a", "one");
        store.save("b", "changed");
        assertThat(store.loadAll()).containsExactly(Map.entry("a", "one"), Map.entry("b", "changed"));
        store.delete("a");
        assertThat(store.load("a")).isEmpty();
        assertThatThrownBy(() -> store.save("../x", "")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aDamagedRecordIsNamed() throws Exception {
        Path records = directory.resolve("records");
        var store = RecordDirectory.open(records, NOTE);
        Files.writeString(records.resolve("x.json"), "{\"note\":");
        assertThatThrownBy(store::loadAll).isInstanceOf(StateException.class).hasMessageContaining("x.json is damaged");
    }

    @Test
    void aWriterThatWasKilledLeavesTheOldRecord() throws Exception {
        Path records = directory.resolve("records");
        RecordDirectory.open(records, NOTE).save("x", "old");
        Files.writeString(records.resolve(".tmp-1234"), "{\"no");
        assertThat(RecordDirectory.open(records, NOTE).loadAll()).containsExactly(Map.entry("x", "old"));
        assertThat(records.resolve(".tmp-1234")).doesNotExist();
    }

    @Test
    void jsonSurvivesTheWayThereAndBack() throws Exception {
        JsonObject json = JsonObject.builder()
                .put("text", "ü\"\n")
                .put("number", Long.MAX_VALUE)
                .put("flag", true)
                .put("time", Instant.parse("2024-01-02T03:04:05.123456789Z"))
                .putNanos("wait", Duration.ofMillis(1500))
                .putStrings("list", List.of("a", "b"))
                .putNames("set", List.of("80/tcp"))
                .put("object", JsonObject.builder().put("x", 1).build())
                .build();
        JsonObject read = JsonObject.parse(json.toBytes());
        assertThat(read).isEqualTo(json);
        assertThat(read.time("time")).contains(Instant.parse("2024-01-02T03:04:05.123456789Z"));
        assertThat(read.nanos("wait")).isEqualTo(Duration.ofMillis(1500));
        assertThat(read.string("absent")).isEmpty();
        assertThatThrownBy(() -> read.string("number"))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageContaining("\"number\" is not a string");
    }

    @Test
    void textThatIsNotOneObjectIsRefused() {
        for (String text : List.of(
                "", "[]", "{", "{} {}", "{\"a\":}", "[".repeat(2000), "{\"n\":123456789012345678901234567890}")) {
            assertThatThrownBy(() -> JsonObject.parse(text.getBytes(UTF_8))).isInstanceOf(MalformedJsonException.class);
        }
    }
}
