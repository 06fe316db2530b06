package dev.jcompose.runtime.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.runtime.os.Fd;
import dev.jcompose.runtime.os.FileCalls;
import dev.jcompose.runtime.os.FileStat;
import dev.jcompose.runtime.os.MetadataCalls;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerViewTest {
    @TempDir
    Path directory;

    @BeforeEach
    void needsRoot() {
        RootOnly.assume();
    }

    @Test
    void directoriesMergeAndTheTopmostFileIsSeen() throws Exception {
        LayerView view = view(
                new TarBuilder().directory("d/").file("d/both", "upper").file("d/upper", "x"),
                new TarBuilder().directory("d/").file("d/both", "lower").file("d/lower", "x"));
        assertThat(view.list("/d")).containsExactly("both", "lower", "upper");
        assertThat(read(view, "/d/both")).isEqualTo("upper");
        assertThat(view.stat("/d/lower").orElseThrow().layer()).isEqualTo(1);
    }

    @Test
    void whiteoutsAndOpaqueDirectoriesHide() throws Exception {
        LayerView view = view(
                new TarBuilder()
                        .whiteout(".wh.gone")
                        .directory("o/")
                        .whiteout("o/.wh..wh..opq")
                        .file("o/new", "x"),
                new TarBuilder().file("gone/inside", "x").file("o/old", "x").file("kept", "x"));
        assertThat(view.list("/")).containsExactly("kept", "o");
        assertThat(view.list("/o")).containsExactly("new");
        assertThat(view.stat("/gone/inside")).isEmpty();
    }

    @Test
    void aFileBetweenTwoDirectoriesEndsTheMerge() throws Exception {
        LayerView view = view(
                new TarBuilder().file("x/top", "1"),
                new TarBuilder().file("x", "a file"),
                new TarBuilder().file("x/bottom", "2"));
        assertThat(view.list("/x")).containsExactly("top");
    }

    @Test
    void linksAreFollowedInsideTheView() throws Exception {
        LayerView view = view(
                new TarBuilder()
                        .symlink("etc", "/usr/etc")
                        .symlink("out", "../../../../usr/etc/passwd")
                        .symlink("loop", "loop"),
                new TarBuilder()
                        .file("usr/etc/passwd", "root")
                        .symlink("usr/etc/alias", "passwd")
                        .symlink("dangling", "/no/where"));
        assertThat(read(view, "/etc/passwd")).isEqualTo("root");
        assertThat(read(view, "/etc/alias")).isEqualTo("root");
        assertThat(read(view, "/out")).isEqualTo("root");
        assertThat(view.resolve("/etc/../new/file")).isEqualTo("/usr/new/file");
        assertThat(view.resolve("/out")).isEqualTo("/usr/etc/passwd");
        assertThat(view.stat("/loop")).isEmpty();
        assertThat(view.stat("/dangling")).isEmpty();
        assertThat(view.lstat("/dangling").orElseThrow().type()).isEqualTo(FileStatus.Type.SYMLINK);
        assertThat(view.readLink("/dangling")).isEqualTo("/no/where");
        assertThatThrownBy(() -> view.open("/dangling")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> view.open("/usr")).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aDirectoryIsCopiedWithAllThatItsFilesHave() throws Exception {
        LayerView view = view(
                new TarBuilder().whiteout("data/.wh.gone").file("data/upper", "new"),
                new TarBuilder()
                        .mode(01770)
                        .owner(70, 71)
                        .directory("data/")
                        .mode(04755)
                        .file("data/suid", "x")
                        .hardLink("data/sub/hard", "data/suid")
                        .symlink("data/link", "/etc/passwd")
                        .device('3', "data/null", 1, 3)
                        .file("data/gone", "x")
                        .file("data/upper", "old"));
        Path target = Files.createDirectory(directory.resolve("target"));
        try (Fd fd = FileCalls.open(target, FileCalls.O_RDONLY | FileCalls.O_DIRECTORY, 0)) {
            assertThat(view.copyDirectory("/data", fd)).isTrue();
            assertThat(view.copyDirectory("/data/suid", fd)).isFalse();
            FileStat suid = MetadataCalls.stat(fd, "suid");
            assertThat(suid.permissions()).isEqualTo(04755);
            assertThat(suid.uid()).isEqualTo(70);
            assertThat(suid.seconds()).isEqualTo(1_000_000_000);
            assertThat(suid.links()).isEqualTo(2);
            assertThat(MetadataCalls.stat(fd, "null").deviceMinor()).isEqualTo(3);
            assertThat(MetadataCalls.stat(fd, "").permissions()).isEqualTo(0755); // the upper layer made its own
        }
        assertThat(target.resolve("upper")).hasContent("new");
        assertThat(target.resolve("gone")).doesNotExist();
        assertThat(Files.readSymbolicLink(target.resolve("link"))).isEqualTo(Path.of("/etc/passwd"));
    }

    private LayerView view(TarBuilder... topFirst) throws Exception {
        List<Path> layers = new ArrayList<>();
        for (TarBuilder tar : topFirst) {
            Path layer = Files.createDirectory(directory.resolve("layer" + layers.size()));
            Path discarded = Files.createDirectories(directory.resolve("discarded"));
            LayerUnpacker.unpack(new ByteArrayInputStream(tar.bytes()), layer, discarded);
            layers.add(layer);
        }
        return LayerView.of(layers);
    }

    private static String read(LayerView view, String path) throws Exception {
        try (var in = view.open(path)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
