package dev.jcompose.runtime.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnixListenerTest {
    @TempDir
    Path directory;

    /** 108 bytes is what an address holds, 106 what the JDK takes. */
    @ParameterizedTest
    @ValueSource(ints = {105, 106, 107, 108, 109, 200})
    void aDirectoryMayHaveAPathOfAnyLength(int length) throws Exception {
        int name = "/socket".length();
        var deep = Files.createDirectory(directory.resolve(
                "d".repeat(length - name - directory.toString().length() - 1)));
        var socket = deep.resolve("socket");
        assertThat(socket.toString()).hasSize(length);
        try (var listener = UnixListener.listen(socket);
                var connection = UnixListener.connect(socket)) {
            assertThat(listener.isOpen()).isTrue();
            assertThat(connection.isConnected()).isTrue();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aPathIsUsedOnce() throws Exception {
        var socket = directory.resolve("socket");
        try (var listener = UnixListener.listen(socket)) {
            assertThat(listener.isOpen()).isTrue();
            assertThatThrownBy(() -> UnixListener.listen(socket))
                    .isInstanceOfSatisfying(
                            ErrnoException.class,
                            e -> assertThat(e.is(Errno.EADDRINUSE)).isTrue());
        }
    }
}
