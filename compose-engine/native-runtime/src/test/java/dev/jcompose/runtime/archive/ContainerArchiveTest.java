package dev.jcompose.runtime.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A container that does not run; what one that runs sees is resolved by the kernel in the same way as a mount's source. */
class ContainerArchiveTest {
    @TempDir
    private Path directory;

    private Path upper;
    private Path layer;
    private Path volume;

    @BeforeEach
    void aContainerWithOneLayerAndAVolume() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "owners of files need root");
        upper = Files.createDirectory(directory.resolve("upper"));
        layer = Files.createDirectory(directory.resolve("layer"));
        volume = Files.createDirectory(directory.resolve("volume"));
        Files.createDirectories(layer.resolve("etc/app"));
        Files.writeString(layer.resolve("etc/app/config"), "from the layer");
        Files.createSymbolicLink(layer.resolve("link"), Path.of("/etc/app"));
        Files.createSymbolicLink(layer.resolve("out"), Path.of("../../../../" + directory + "/secret"));
        Files.writeString(directory.resolve("secret"), "of the host");
        Files.writeString(volume.resolve("row"), "in the volume");
    }

    @Test
    void aFileOfTheImageIsReadThroughLinks() throws IOException {
        try (var archive = open()) {
            assertThat(entries(archive, "/etc/app/config")).containsExactly("config=from the layer");
            assertThat(entries(archive, "/link/config")).containsExactly("config=from the layer");
            assertThat(entries(archive, "etc/app")).containsExactly("app/", "app/config=from the layer");
        }
    }

    @Test
    void whatTheContainerWroteHidesTheImage() throws IOException {
        Files.createDirectories(upper.resolve("etc/app"));
        Files.writeString(upper.resolve("etc/app/config"), "written");
        try (var archive = open()) {
            assertThat(entries(archive, "/etc/app/config")).containsExactly("config=written");
        }
    }

    @Test
    void aVolumeIsReadAndWrittenInItsPlace() throws IOException {
        try (var archive = open()) {
            assertThat(entries(archive, "/data/row")).containsExactly("row=in the volume");
            archive.extract("/data", tar(file("more", "x", 0644)), Set.of());
        }
        assertThat(volume.resolve("more")).hasContent("x");
        assertThat(upper.resolve("data")).doesNotExist();
    }

    @Test
    void aLinkThatLeadsOutOfTheRootEndsAtTheRoot() throws IOException {
        try (var archive = open()) {
            assertThat(archive.stat("/out").orElseThrow().linkTarget()).isEqualTo(directory + "/secret");
            assertThatThrownBy(() -> archive.writeTar("/out/", new ByteArrayOutputStream()))
                    .isInstanceOf(ArchiveException.class)
                    .hasMessage("Could not find the file /out/ in container");
        }
    }

    @Test
    void statTellsTypeAndModeAsGoDoes() throws IOException {
        Files.setPosixFilePermissions(layer.resolve("etc/app"), PosixFilePermissions.fromString("rwxr-x---"));
        try (var archive = open()) {
            var stat = archive.stat("/etc/app").orElseThrow();
            assertThat(stat.name()).isEqualTo("app");
            assertThat(stat.mode()).isEqualTo(1L << 31 | 0750);
            assertThat(archive.stat("/link").orElseThrow().mode()).isEqualTo(1L << 27 | 0777);
            assertThat(archive.stat("/none")).isEmpty();
        }
    }

    @Test
    void extractedFilesHaveOwnerModeAndMissingDirectories() throws IOException {
        var entry = file("run/secrets/token", "s3cret", 0440);
        entry.entry.setUserId(1234);
        entry.entry.setGroupId(56);
        try (var archive = open()) {
            archive.extract("/", tar(entry), Set.of());
        }
        var made = upper.resolve("run/secrets/token");
        assertThat(made).hasContent("s3cret");
        assertThat(Files.readAttributes(made, "unix:uid,gid,mode"))
                .containsEntry("uid", 1234)
                .containsEntry("gid", 56)
                .containsEntry("mode", 0100440);
    }

    @Test
    void aDirectoryOfTheImageIsTakenUpAsItIs() throws IOException {
        Files.setAttribute(layer.resolve("etc"), "unix:uid", 77);
        Files.setPosixFilePermissions(layer.resolve("etc"), PosixFilePermissions.fromString("rwx--x--x"));
        try (var archive = open()) {
            archive.extract("/etc", tar(file("new", "x", 0600)), Set.of());
        }
        assertThat(Files.readAttributes(upper.resolve("etc"), "unix:uid,mode"))
                .containsEntry("uid", 77)
                .containsEntry("mode", 040711);
        assertThat(upper.resolve("etc/new")).hasContent("x");
    }

    @Test
    void anEntryThatLeadsOutIsRefused() throws IOException {
        try (var archive = open()) {
            assertThatThrownBy(() -> archive.extract("/etc", tar(file("../../evil", "x", 0600)), Set.of()))
                    .isInstanceOf(ArchiveException.class)
                    .hasMessageContaining("leads out of it");
        }
    }

    @Test
    void aLinkInTheArchiveIsNotFollowedOutOfTheRoot() throws IOException {
        var link = new TarArchiveEntry("trap", TarConstants.LF_SYMLINK);
        link.setLinkName("../../../../.." + directory);
        try (var archive = open()) {
            archive.extract("/", tar(new Content(link, ""), file("trap/evil", "x", 0600)), Set.of());
        }
        assertThat(directory.resolve("evil")).doesNotExist();
        assertThat(upper.resolve(directory.toString().substring(1)).resolve("evil"))
                .hasContent("x");
    }

    @Test
    void aDirectoryIsNotReplacedByAFileIfThatIsTheRule() throws IOException {
        var rule = Set.of(ContainerArchive.ExtractRule.KEEP_KIND_OF_EXISTING);
        try (var archive = open()) {
            assertThatThrownBy(() -> archive.extract("/etc", tar(file("app", "x", 0600)), rule))
                    .hasMessage("cannot overwrite directory \"/etc/app\" with non-directory");
            archive.extract("/etc", tar(file("app", "x", 0600)), Set.of());
        }
        assertThat(upper.resolve("etc/app")).hasContent("x");
    }

    @Test
    void hardLinksStayLinks() throws IOException {
        Files.createLink(layer.resolve("etc/app/second"), layer.resolve("etc/app/config"));
        try (var archive = open()) {
            assertThat(entries(archive, "/etc/app"))
                    .containsExactly("app/", "app/config=from the layer", "app/second -> app/config");
        }
    }

    private ContainerArchive open() throws IOException {
        var mounts = new LinkedHashMap<String, Path>();
        mounts.put("/data", volume);
        return ContainerArchive.ofStopped(upper, List.of(layer), mounts);
    }

    private static List<String> entries(ContainerArchive archive, String path) throws IOException {
        var bytes = new ByteArrayOutputStream();
        archive.writeTar(path, bytes);
        List<String> found = new ArrayList<>();
        var tar = new TarArchiveInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            found.add(
                    entry.isDirectory()
                            ? entry.getName()
                            : entry.isLink()
                                    ? entry.getName() + " -> " + entry.getLinkName()
                                    : entry.getName() + "=" + new String(tar.readAllBytes(), StandardCharsets.UTF_8));
        }
        return found;
    }

    private record Content(TarArchiveEntry entry, String text) {}

    private static Content file(String name, String text, int mode) {
        var entry = new TarArchiveEntry(name);
        entry.setMode(mode);
        entry.setSize(text.length());
        return new Content(entry, text);
    }

    private static ByteArrayInputStream tar(Content... contents) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var tar = new TarArchiveOutputStream(bytes);
        for (var content : contents) {
            tar.putArchiveEntry(content.entry);
            tar.write(content.text.getBytes(StandardCharsets.UTF_8));
            tar.closeArchiveEntry();
        }
        tar.finish();
        return new ByteArrayInputStream(bytes.toByteArray());
    }
}
