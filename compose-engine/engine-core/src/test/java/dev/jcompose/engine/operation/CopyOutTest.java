package dev.jcompose.engine.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.engine.Containers;
import dev.jcompose.engine.operation.CopyRequest.Links;
import dev.jcompose.planner.resource.ContainerId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is copied out of a container lands in the target and nowhere else, whatever tree the container, or who speaks for it,
 * serves.
 */
class CopyOutTest {
    private static final String EVIL = "evil";

    @TempDir
    private Path directory;

    private Path target;
    private Path precious;
    private final ByteArrayOutputStream archive = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar = new TarArchiveOutputStream(archive);

    @BeforeEach
    void makeFolders() throws IOException {
        target = Files.createDirectory(directory.resolve("target"));
        precious = Files.createDirectory(directory.resolve("precious"));
        Files.writeString(precious.resolve("file"), "mine");
    }

    private void folder(String name) throws IOException {
        tar.putArchiveEntry(new TarArchiveEntry(name + "/", true));
        tar.closeArchiveEntry();
    }

    private void file(String name) throws IOException {
        var entry = new TarArchiveEntry(name, true);
        entry.setSize(EVIL.length());
        tar.putArchiveEntry(entry);
        tar.write(EVIL.getBytes(StandardCharsets.UTF_8));
        tar.closeArchiveEntry();
    }

    private void symbolicLink(String name, String to) throws IOException {
        link(TarConstants.LF_SYMLINK, name, to);
    }

    private void hardLink(String name, String to) throws IOException {
        link(TarConstants.LF_LINK, name, to);
    }

    private void link(byte type, String name, String to) throws IOException {
        var entry = new TarArchiveEntry(name, type, true);
        entry.setLinkName(to);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    private void copy() throws Exception {
        tar.close();
        var containers = (Containers) Proxy.newProxyInstance(
                Containers.class.getClassLoader(), new Class<?>[] {Containers.class}, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("copyOut");
                    return new ByteArrayInputStream(archive.toByteArray());
                });
        new CopyOut(containers).toPath(new ContainerId("c".repeat(64)), "/data", Links.KEEP, target);
    }

    private void assertRefused() throws IOException {
        assertThatThrownBy(this::copy).isInstanceOf(OperationException.class).hasMessageStartingWith("copy");
        assertUntouched();
    }

    private void assertUntouched() throws IOException {
        assertThat(precious.resolve("file")).hasContent("mine");
        try (var files = Files.list(precious)) {
            assertThat(files).hasSize(1);
        }
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactlyInAnyOrder(target, precious);
        }
    }

    @Test
    void anHonestTreeArrivesWithItsLinks() throws Exception {
        folder("data");
        file("data/plain");
        symbolicLink("data/away", precious.toString());
        hardLink("data/same", "data/plain");

        copy();

        assertThat(target.resolve("data/plain")).hasContent(EVIL);
        assertThat(target.resolve("data/same")).hasContent(EVIL);
        assertThat(target.resolve("data/away")).isSymbolicLink();
        assertUntouched();
    }

    @Test
    void namesThatLeadOutAreRefused() throws Exception {
        folder("data");
        file("data/../../precious/file");
        assertRefused();
    }

    @Test
    void aFirstNameThatLeadsOutIsRefused() throws Exception {
        file("../precious/file");
        assertRefused();
    }

    @Test
    void absoluteNamesAreRefused() throws Exception {
        folder("data");
        file(precious.resolve("file").toString());
        assertRefused();
    }

    @Test
    void nothingIsWrittenThroughALinkOfTheArchive() throws Exception {
        folder("data");
        symbolicLink("data/way", precious.toString());
        file("data/way/file");
        assertRefused();
    }

    @Test
    void nothingIsWrittenBelowALinkInAFolder() throws Exception {
        folder("data");
        folder("data/sub");
        symbolicLink("data/sub/way", "../../../precious");
        file("data/sub/way/new");
        assertRefused();
    }

    @Test
    void aFileReplacesALinkOfItsName() throws Exception {
        folder("data");
        symbolicLink("data/file", precious.resolve("file").toString());
        file("data/file");

        copy();

        assertThat(target.resolve("data/file")).isRegularFile().hasContent(EVIL);
        assertUntouched();
    }

    @Test
    void aRootThatBecomesALinkIsRefused() throws Exception {
        folder("data");
        symbolicLink("data", precious.toString());
        file("data/file");
        assertRefused();
    }

    @Test
    void aLinkIsNoTree() throws Exception {
        symbolicLink("data", precious.toString());
        file("data/file");
        assertRefused();
    }

    @Test
    void hardLinksToFilesOutsideAreRefused() throws Exception {
        folder("data");
        hardLink("data/file", "../precious/file");
        assertRefused();
    }

    /** The second name of a file outside would be a way to its content. */
    @Test
    void hardLinksThroughLinksAreRefused() throws Exception {
        folder("data");
        symbolicLink("data/way", precious.toString());
        hardLink("data/file", "data/way/file");
        assertRefused();
    }
}
