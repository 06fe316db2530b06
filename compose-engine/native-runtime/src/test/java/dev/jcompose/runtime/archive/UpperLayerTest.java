package dev.jcompose.runtime.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jcompose.runtime.os.Fd;
import dev.jcompose.runtime.os.FileCalls;
import dev.jcompose.runtime.os.FileStat;
import dev.jcompose.runtime.os.NodeCalls;
import dev.jcompose.runtime.os.XattrCalls;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpperLayerTest {
    @TempDir
    private Path directory;

    private Path upper;
    private Path layer;

    @BeforeEach
    void aContainerOverOneLayer() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "whiteouts are device nodes, which need root");
        upper = Files.createDirectory(directory.resolve("upper"));
        layer = Files.createDirectory(directory.resolve("layer"));
        Files.createDirectories(layer.resolve("etc/app"));
        Files.writeString(layer.resolve("etc/app/config"), "from the layer");
        Files.writeString(layer.resolve("etc/app/other"), "from the layer");
        Files.createDirectory(layer.resolve("bin"));
        Files.writeString(layer.resolve("bin/vi"), "an editor");
    }

    @Test
    void aContainerThatWroteNothingHasNoChanges() throws IOException {
        assertThat(changes()).isEmpty();
        assertThat(layerEntries()).isEmpty();
    }

    @Test
    void theMountPointsOfEveryContainerAreNoChange() throws IOException {
        Files.createFile(upper.resolve(".dockerenv"));
        Files.createDirectories(upper.resolve("etc"));
        Files.createFile(upper.resolve("etc/hosts"));
        Files.createFile(upper.resolve("etc/resolv.conf"));
        Files.createSymbolicLink(upper.resolve("etc/mtab"), Path.of("/proc/mounts"));
        Files.createDirectory(upper.resolve("proc"));
        assertThat(changes()).isEmpty();
        assertThat(layerEntries()).isEmpty();
    }

    @Test
    void aNewFileChangesItsDirectory() throws IOException {
        Files.createDirectories(upper.resolve("etc/app"));
        Files.writeString(upper.resolve("etc/app/new"), "x");
        Files.createDirectories(upper.resolve("srv/data"));
        assertThat(changes()).containsExactly("C /etc", "C /etc/app", "A /etc/app/new", "A /srv", "A /srv/data");
        assertThat(layerEntries()).containsExactly("etc/", "etc/app/", "etc/app/new", "srv/", "srv/data/");
    }

    @Test
    void aFileThatWasOpenedButNotChangedIsNoChange() throws IOException {
        Files.createDirectories(upper.resolve("etc/app"));
        Files.copy(
                layer.resolve("etc/app/config"), upper.resolve("etc/app/config"), StandardCopyOption.COPY_ATTRIBUTES);
        assertThat(changes()).isEmpty();
    }

    @Test
    void anotherContentOrModeIsAChange() throws IOException {
        Files.createDirectories(upper.resolve("etc/app"));
        Files.writeString(upper.resolve("etc/app/config"), "of the container");
        Files.createDirectory(
                upper.resolve("bin"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        assertThat(changes()).containsExactly("C /bin", "C /etc", "C /etc/app", "C /etc/app/config");
    }

    @Test
    void whatWasDeletedIsToldAndLeavesAWhiteout() throws IOException {
        Files.createDirectory(upper.resolve("bin"));
        whiteOut("bin", "vi");
        assertThat(changes()).containsExactly("C /bin", "D /bin/vi");
        assertThat(layerEntries()).containsExactly("bin/", "bin/.wh.vi");
    }

    @Test
    void aDirectoryThatWasMadeAnewHidesWhatWasInIt() throws IOException {
        Files.createDirectories(upper.resolve("etc/app"));
        Files.writeString(upper.resolve("etc/app/config"), "of the container");
        try (Fd parent = FileCalls.open(upper.resolve("etc"), FileCalls.O_RDONLY | FileCalls.O_DIRECTORY, 0)) {
            XattrCalls.set(parent, "app", "trusted.overlay.opaque", "y".getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(changes()).containsExactly("C /etc", "C /etc/app", "D /etc/app/other", "A /etc/app/config");
        assertThat(layerEntries()).containsExactly("etc/", "etc/app/", "etc/app/.wh..wh..opq", "etc/app/config");
    }

    private void whiteOut(String parent, String name) throws IOException {
        try (Fd fd = FileCalls.open(upper.resolve(parent), FileCalls.O_RDONLY | FileCalls.O_DIRECTORY, 0)) {
            NodeCalls.makeNode(fd, name, FileStat.S_IFCHR, 0, 0);
        }
    }

    private List<String> changes() throws IOException {
        try (var open = UpperLayer.of(upper, List.of(layer))) {
            return open.changes().stream()
                    .map(change -> switch (change.kind()) {
                        case MODIFIED -> "C " + change.path();
                        case ADDED -> "A " + change.path();
                        case DELETED -> "D " + change.path();
                    })
                    .toList();
        }
    }

    private List<String> layerEntries() throws IOException {
        var out = new ByteArrayOutputStream();
        boolean any;
        try (var open = UpperLayer.of(upper, List.of(layer))) {
            any = open.writeLayer(out);
        }
        var names = new ArrayList<String>();
        try (var tar = new TarArchiveInputStream(new ByteArrayInputStream(out.toByteArray()))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        assertThat(any).isEqualTo(!names.isEmpty());
        return names;
    }
}
