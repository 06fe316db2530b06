package dev.jcompose.runtime.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCallsTest {
    @TempDir
    Path directory;

    @Test
    void writesAndReadsThroughADescriptor() throws Exception {
        var file = directory.resolve("file");
        try (var fd = FileCalls.open(file, FileCalls.O_CREAT | FileCalls.O_RDWR, 0600)) {
            FileCalls.write(fd, "hello".getBytes(StandardCharsets.UTF_8));
        }
        var buffer = ByteBuffer.allocate(10);
        try (var fd = FileCalls.open(file, FileCalls.O_RDONLY, 0);
                var second = FileCalls.duplicate(fd)) {
            assertThat(FileCalls.read(second, buffer)).isEqualTo(5);
            assertThat(FileCalls.read(fd, buffer)).isEqualTo(-1);
        }
        assertThat(new String(buffer.array(), 0, 5, StandardCharsets.UTF_8)).isEqualTo("hello");
    }

    @Test
    void aFailureNamesTheCallTheObjectAndTheErrno() {
        assertThatThrownBy(() -> FileCalls.open(directory.resolve("absent"), FileCalls.O_RDONLY, 0))
                .isInstanceOfSatisfying(
                        ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT))
                .hasMessageContaining("absent")
                .hasMessageContaining("ENOENT");
    }

    @Test
    void aLinkCannotLeaveTheRoot() throws Exception {
        Files.createSymbolicLink(directory.resolve("link"), Path.of("/etc/hostname"));
        Files.createDirectory(directory.resolve("etc"));
        Files.writeString(directory.resolve("etc/hostname"), "inside");
        try (var root = FileCalls.open(directory, FileCalls.O_PATH | FileCalls.O_DIRECTORY, 0);
                var fd = FileCalls.open(root, "link", FileCalls.O_RDONLY, 0, FileCalls.RESOLVE_IN_ROOT)) {
            assertThat(Files.readString(fd.path())).isEqualTo("inside");
        }
    }

    @Test
    void aClosedDescriptorIsRefused() throws Exception {
        var fd = FileCalls.open(directory, FileCalls.O_PATH, 0);
        fd.close();
        fd.close();
        assertThatThrownBy(fd::number).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aPidfdReachesOneProcessOnly() throws Exception {
        var process = new ProcessBuilder("sleep", "60").start();
        try (var pidfd = Pidfd.open((int) process.pid())) {
            pidfd.send(9);
            assertThat(process.waitFor()).isEqualTo(137);
            assertThatThrownBy(() -> pidfd.send(0))
                    .isInstanceOfSatisfying(
                            ErrnoException.class,
                            e -> assertThat(e.is(Errno.ESRCH)).isTrue());
        }
    }
}
