package dev.jcompose.runtime.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.runtime.store.StateRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumeStoreTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

    @TempDir
    private Path directory;

    private StateRoot root;
    private VolumeStore store;

    @BeforeEach
    void open() throws IOException {
        root = StateRoot.open(directory.resolve("state"));
        store = VolumeStore.open(root, CLOCK);
    }

    @AfterEach
    void close() throws IOException {
        root.close();
    }

    @Test
    void aVolumeIsThereAgainAfterTheEngineWas() throws IOException {
        var made = store.create(VolumeRequest.named("rows").withLabels(Map.of("team", "blue")));
        Files.writeString(made.data().resolve("file"), "precious");

        reopen();

        assertThat(store.get("rows")).isEqualTo(made);
        assertThat(made.data().resolve("file")).hasContent("precious");
    }

    @Test
    void creatingItAgainGivesTheOneThatExistsWithItsLabels() throws IOException {
        var first = store.create(VolumeRequest.named("rows").withLabels(Map.of("team", "blue")));
        assertThat(store.create(VolumeRequest.named("rows"))).isEqualTo(first);
    }

    @Test
    void anAnonymousVolumeGetsANameOf64HexDigitsAndALabel() throws IOException {
        var volume = store.create(VolumeRequest.anonymous());
        assertThat(volume.name()).matches("[0-9a-f]{64}");
        assertThat(volume.labels()).containsEntry("com.docker.volume.anonymous", "");
    }

    @Test
    void aVolumeInUseIsNotRemoved() throws IOException {
        var volume = store.create(VolumeRequest.named("rows"));
        assertThatThrownBy(() -> store.remove("rows", List.of("c1", "c2")))
                .isInstanceOf(VolumeException.class)
                .hasMessage("remove rows: volume is in use - [c1, c2]");
        assertThat(volume.data()).exists();
    }

    @Test
    void aRemovedVolumeIsGoneWithItsData() throws IOException {
        var volume = store.create(VolumeRequest.named("rows"));
        store.remove("rows", List.of());
        assertThat(store.list()).isEmpty();
        assertThat(volume.data()).doesNotExist();
        assertThatThrownBy(() -> store.get("rows")).hasMessage("get rows: no such volume");
    }

    @Test
    void onlyUnusedAnonymousVolumesArePruned() throws IOException {
        store.create(VolumeRequest.named("rows"));
        var used = store.create(VolumeRequest.anonymous());
        var unused = store.create(VolumeRequest.anonymous());
        assertThat(store.pruneAnonymous(used::equals)).containsExactly(unused);
        assertThat(store.list()).contains(used).hasSize(2);
    }

    @Test
    void dataWhoseRecordWasNeverWrittenIsTakenAwayAtTheNextStart() throws Exception {
        var left = Files.createDirectories(directory.resolve("state/volumes/half/_data"));
        reopen();
        assertThat(left).doesNotExist();
    }

    @Test
    void namesThatAreNoNamesAndUnknownDriversAreRefused() {
        assertThatThrownBy(() -> store.create(VolumeRequest.named("../etc")))
                .hasMessageContaining("includes invalid characters for a local volume name");
        var request =
                new VolumeRequest(java.util.Optional.of("x1"), "flocker", new LinkedHashMap<>(), new LinkedHashMap<>());
        assertThatThrownBy(() -> store.create(request)).hasMessageContaining("plugin \"flocker\" not found");
    }

    @Test
    void aBoundVolumeIsTheDirectoryItNames() throws IOException {
        var device = Files.createDirectory(directory.resolve("device"));
        store.create(withOptions("bound", Map.of("type", "none", "o", "bind", "device", device.toString())));
        assertThat(store.acquire("bound", "c1")).isEqualTo(device);
    }

    @Test
    void anOptionThatTheDriverDoesNotKnowIsRefused() {
        assertThatThrownBy(() -> store.create(withOptions("v1", Map.of("size", "10m"))))
                .hasMessage("invalid option: \"size\"");
    }

    @Test
    void aSubpathStaysInsideTheVolume() throws IOException {
        var data = store.create(VolumeRequest.named("rows")).data();
        Files.createDirectories(data.resolve("a/b"));
        Files.createSymbolicLink(data.resolve("out"), Path.of("/a"));
        assertThat(Subpath.resolve(data, "a/b")).isEqualTo(data.resolve("a/b"));
        assertThat(Subpath.resolve(data, "out/b")).isEqualTo(data.resolve("a/b"));
        assertThatThrownBy(() -> Subpath.resolve(data, "../x")).hasMessageContaining("relative path");
        assertThatThrownBy(() -> Subpath.resolve(data, "/etc")).hasMessageContaining("relative path");
        assertThatThrownBy(() -> Subpath.resolve(data, "none")).hasMessageContaining("none");
    }

    private static VolumeRequest withOptions(String name, Map<String, String> options) {
        return new VolumeRequest(
                java.util.Optional.of(name), "local", new LinkedHashMap<>(), new LinkedHashMap<>(options));
    }

    private void reopen() throws IOException {
        root.close();
        open();
    }
}
