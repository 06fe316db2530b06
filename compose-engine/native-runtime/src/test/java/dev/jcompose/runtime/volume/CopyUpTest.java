package dev.jcompose.runtime.volume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jcompose.runtime.image.LayerView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopyUpTest {
    @TempDir
    Path directory;

    Path image;
    Path data;

    @BeforeEach
    void makeImageAndVolume() throws Exception {
        image = Files.createDirectories(directory.resolve("image"));
        Files.createDirectories(image.resolve("srv/data/sub"));
        Files.writeString(image.resolve("srv/data/seed"), "seed");
        Files.setPosixFilePermissions(image.resolve("srv/data"), PosixFilePermissions.fromString("rwx------"));
        data = Files.createDirectories(directory.resolve("volume/_data"));
    }

    @Test
    void anEmptyVolumeGetsWhatTheImageHas() throws Exception {
        CopyUp.fill(data, view(), "/srv/data");
        assertThat(data.resolve("seed")).hasContent("seed");
        assertThat(data.resolve("sub")).isDirectory();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo("rwx------");
    }

    @Test
    void aVolumeInUseStaysAsItIs() throws Exception {
        Files.writeString(data.resolve("mine"), "x");
        CopyUp.fill(data, view(), "/srv/data");
        assertThat(data.resolve("seed")).doesNotExist();
    }

    @Test
    void aFileOrNothingInTheImageIsNotCopied() throws Exception {
        CopyUp.fill(data, view(), "/srv/data/seed");
        CopyUp.fill(data, view(), "/nowhere");
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void aCopyThatWasKilledHalfWayIsDoneAgain() throws Exception {
        Files.createFile(data.resolveSibling("copy-up"));
        Files.writeString(data.resolve("seed"), "se");
        CopyUp.fill(data, view(), "/srv/data");
        assertThat(data.resolve("seed")).hasContent("seed");
        assertThat(data.resolveSibling("copy-up")).doesNotExist();
    }

    @Test
    void aLinkToTheHostLeadsIntoTheImage() throws Exception {
        Files.createSymbolicLink(image.resolve("escape"), Path.of("/../../.." + directory));
        CopyUp.fill(data, view(), "/escape");
        assertThat(data).isEmptyDirectory();
    }

    private LayerView view() {
        return LayerView.of(List.of(image));
    }
}
