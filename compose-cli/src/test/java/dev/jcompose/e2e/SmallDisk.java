package dev.jcompose.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of a given size, for as long as this is open. */
record SmallDisk(Path path) implements AutoCloseable {
    /** @param size as mount(8) has it, for example {@code 24m} */
    static SmallDisk mount(String size) throws IOException, InterruptedException {
        var path = Files.createTempDirectory("jcompose-small");
        command("mount", "-t", "tmpfs", "-o", "size=" + size + ",mode=700", "tmpfs", path.toString());
        return new SmallDisk(path);
    }

    @Override
    public void close() throws IOException {
        try {
            command("umount", path.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while unmounting " + path, e);
        }
        Files.delete(path);
    }

    static void command(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text).isZero();
    }
}
