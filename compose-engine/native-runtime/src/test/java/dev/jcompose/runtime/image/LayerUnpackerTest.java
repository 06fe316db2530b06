package dev.jcompose.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.runtime.image.ImageException.Kind;
import dev.jcompose.runtime.os.ErrnoException;
import dev.jcompose.runtime.os.Fd;
import dev.jcompose.runtime.os.FileCalls;
import dev.jcompose.runtime.os.FileNames;
import dev.jcompose.runtime.os.FileStat;
import dev.jcompose.runtime.os.MetadataCalls;
import dev.jcompose.runtime.os.NodeCalls;
import dev.jcompose.runtime.os.XattrCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerUnpackerTest {
    @TempDir
    Path temporary;

    Path layer;

    @BeforeEach
    void needsRoot() throws IOException {
        RootOnly.assume();
        layer = Files.createDirectory(temporary.resolve("layer"));
    }

    @Test
    void filesKeepContentOwnerModeAndTime() throws Exception {
        unpack(new TarBuilder()
                .mode(04751)
                .owner(1234, 4321)
                .mtime(1_234_567_890)
                .file("dir/suid", "x"));
        FileStat stat = stat("dir", "suid");
        assertThat(layer.resolve("dir/suid")).hasContent("x");
        assertThat(stat.permissions()).isEqualTo(04751); // the owner was set first, or setuid would be gone
        assertThat(stat.uid()).isEqualTo(1234);
        assertThat(stat.gid()).isEqualTo(4321);
        assertThat(stat.seconds()).isEqualTo(1_234_567_890);
    }

    @Test
    void directoriesKeepTheirTimeAlthoughFilesCameAfterThem() throws Exception {
        unpack(new TarBuilder().mtime(1_000).directory("d/").file("d/f", "x"));
        assertThat(stat("", "d").seconds()).isEqualTo(1_000);
    }

    @Test
    void parentsThatTheArchiveDoesNotNameAreMade() throws Exception {
        unpack(new TarBuilder().file("a/b/c", "x"));
        assertThat(stat("a", "b").permissions()).isEqualTo(0755);
    }

    @Test
    void numbersTooLargeForOctalAreRead() throws Exception {
        unpack(new TarBuilder().owner(3_000_000_000L, 2_100_000).mtime(-5).file("f", "x"));
        assertThat(Integer.toUnsignedLong(stat("", "f").uid())).isEqualTo(3_000_000_000L);
        assertThat(stat("", "f").seconds()).isEqualTo(-5);
    }

    @Test
    void paxHeadersGiveLongNamesAndFractionsOfSeconds() throws Exception {
        String name = "d".repeat(100) + "/" + "n".repeat(200);
        unpack(new TarBuilder()
                .pax("path=" + name, "mtime=1234.5", "uid=70000", "comment=ignored")
                .file("short", "long"));
        assertThat(layer.resolve(name)).hasContent("long");
        FileStat stat = stat("d".repeat(100), "n".repeat(200));
        assertThat(stat.seconds()).isEqualTo(1234);
        assertThat(stat.nanos()).isEqualTo(500_000_000);
        assertThat(stat.uid()).isEqualTo(70000);
    }

    @Test
    void gnuHeadersGiveLongNamesAndTargets() throws Exception {
        String name = "n".repeat(150);
        String target = "t".repeat(300);
        unpack(new TarBuilder().gnuLong('L', name).gnuLong('K', target).symlink("short", "short"));
        try (Fd root = root()) {
            assertThat(NodeCalls.readLink(root, name)).isEqualTo(target);
        }
    }

    @Test
    void aNameThatIsNotUtf8KeepsItsBytes() throws Exception {
        byte[] name = {'n', (byte) 0xE9, 'e'};
        unpack(new TarBuilder().entry('0', name, "", 1, new byte[] {'x'}));
        try (Fd root = root()) {
            assertThat(NodeCalls.list(root))
                    .singleElement()
                    .satisfies(listed -> assertThat(FileNames.encode(listed)).isEqualTo(name));
        }
    }

    @Test
    void hardLinksAreOneFile() throws Exception {
        unpack(new TarBuilder().file("a", "x").hardLink("b/c", "/a"));
        assertThat(stat("", "a").inode()).isEqualTo(stat("b", "c").inode());
    }

    @Test
    void devicesAndFifosAreMade() throws Exception {
        unpack(new TarBuilder()
                .mode(0620)
                .device('3', "null", 1, 3)
                .device('4', "disk", 259, 70000)
                .device('6', "fifo", 0, 0));
        assertThat(stat("", "null")).returns(1, FileStat::deviceMajor).returns(3, FileStat::deviceMinor);
        assertThat(stat("", "disk")).returns(259, FileStat::deviceMajor).returns(70000, FileStat::deviceMinor);
        assertThat(stat("", "fifo").type()).isEqualTo(FileStat.S_IFIFO);
        assertThat(stat("", "null").permissions()).isEqualTo(0620);
    }

    @Test
    void capabilitiesAndUserAttributesAreKept() throws Exception {
        String capability = "\1\0\0\2\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
        unpack(new TarBuilder()
                .pax("SCHILY.xattr.security.capability=" + capability, "SCHILY.xattr.user.note=hello")
                .owner(5, 5)
                .file("tool", "x"));
        try (Fd root = root()) {
            assertThat(XattrCalls.get(root, "tool", "security.capability")).isPresent();
            assertThat(XattrCalls.get(root, "tool", "user.note"))
                    .contains("hello".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    @Test
    void aWhiteoutBecomesADeviceAndAnOpaqueMarkerAnAttribute() throws Exception {
        unpack(new TarBuilder()
                .directory("d/")
                .whiteout("d/.wh.gone")
                .directory("o/")
                .file("o/new", "x")
                .whiteout("o/.wh..wh..opq"));
        assertThat(stat("d", "gone").isWhiteout()).isTrue();
        assertThat(layer.resolve("d/.wh.gone")).doesNotExist();
        assertThat(isOpaque("o")).isTrue();
        assertThat(isOpaque("d")).isFalse();
        assertThat(layer.resolve("o/new")).hasContent("x");
    }

    @Test
    void aWhiteoutDoesNotRemoveWhatTheLayerItselfHas() throws Exception {
        unpack(new TarBuilder()
                .file("a", "own")
                .whiteout(".wh.a")
                .directory("d/")
                .file("d/f", "own")
                .whiteout(".wh.d"));
        assertThat(layer.resolve("a")).hasContent("own");
        assertThat(layer.resolve("d/f")).hasContent("own");
        assertThat(isOpaque("d")).isTrue(); // what lower layers have there is hidden all the same
    }

    @Test
    void aDirectoryAfterItsWhiteoutIsOpaque() throws Exception {
        unpack(new TarBuilder()
                .whiteout(".wh.a")
                .directory("a/")
                .whiteout(".wh.b")
                .file("b/c", "x"));
        assertThat(isOpaque("a")).isTrue();
        assertThat(isOpaque("b")).isTrue();
    }

    @Test
    void aLaterEntryReplacesAnEarlierOneOfAnotherType() throws Exception {
        unpack(new TarBuilder()
                .directory("d/")
                .file("d/inside", "x")
                .file("d", "now a file")
                .file("f", "x")
                .directory("f/")
                .file("f/inside", "now a directory"));
        assertThat(layer.resolve("d")).hasContent("now a file");
        assertThat(layer.resolve("f/inside")).hasContent("now a directory");
        assertThat(isOpaque("f")).isTrue();
    }

    @Test
    void aDirectoryOverADirectoryOnlyChangesItsMetadata() throws Exception {
        unpack(new TarBuilder().directory("d/").file("d/f", "x").mode(0700).directory("d/"));
        assertThat(layer.resolve("d/f")).hasContent("x");
        assertThat(stat("", "d").permissions()).isEqualTo(0700);
    }

    @Test
    void aLinkOfTheLayerLeadsOnInsideTheLayer() throws Exception {
        unpack(new TarBuilder().directory("usr/lib/").symlink("lib", "/usr/lib").file("lib/f", "x"));
        assertThat(layer.resolve("usr/lib/f")).hasContent("x");
    }

    @Test
    void anOpaqueRootIsReported() throws Exception {
        assertThat(unpack(new TarBuilder().whiteout(".wh..wh..opq").file("f", "x"))
                        .hidesLower())
                .isTrue();
    }

    @Test
    void theSizeIsThatOfTheFiles() throws Exception {
        assertThat(unpack(new TarBuilder().file("a", "12345").hardLink("b", "a").symlink("c", "a"))
                        .size())
                .isEqualTo(5);
    }

    @Test
    void theRootTakesItsMetadataFromTheArchive() throws Exception {
        unpack(new TarBuilder().mode(0711).owner(7, 8).mtime(99).directory("./").file("./f", "x"));
        try (Fd root = root()) {
            FileStat stat = MetadataCalls.stat(root, "");
            assertThat(stat.permissions()).isEqualTo(0711);
            assertThat(stat.uid()).isEqualTo(7);
            assertThat(stat.seconds()).isEqualTo(99);
        }
    }

    @Test
    void anInterruptStopsIt() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> unpack(new TarBuilder().file("f", "x"))).isInstanceOf(InterruptedException.class);
    }

    @Test
    void aDamagedHeaderIsRefused() {
        byte[] tar = new TarBuilder().file("f", "x").bytes();
        tar[3] ^= 1;
        assertThatThrownBy(() -> unpack(tar))
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.kind()).isEqualTo(Kind.MALFORMED))
                .hasMessageContaining("checksum");
    }

    private LayerUnpacker.Unpacked unpack(TarBuilder tar) throws Exception {
        return unpack(tar.bytes());
    }

    private LayerUnpacker.Unpacked unpack(byte[] tar) throws Exception {
        Path discarded = Files.createDirectories(temporary.resolve("discarded"));
        return LayerUnpacker.unpack(new ByteArrayInputStream(tar), layer, discarded);
    }

    private FileStat stat(String directory, String name) throws IOException {
        try (Fd fd = FileCalls.open(layer.resolve(directory), FileCalls.O_RDONLY, 0)) {
            return MetadataCalls.stat(fd, name);
        }
    }

    private boolean isOpaque(String directory) throws IOException {
        try (Fd root = root()) {
            return XattrCalls.get(root, directory, "trusted.overlay.opaque").isPresent();
        }
    }

    private Fd root() throws ErrnoException {
        return FileCalls.open(layer, FileCalls.O_RDONLY | FileCalls.O_DIRECTORY, 0);
    }
}
