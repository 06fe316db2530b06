package dev.jcompose.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jcompose.runtime.os.MountCalls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file system of its own that a test fills and frees. */
final class SmallDisk implements AutoCloseable {
    /** See mount(2). */
    private static final int MS_RDONLY = 1;

    private static final int MS_REMOUNT = 32;

    private final Path directory;

    private SmallDisk(Path directory) {
        this.directory = directory;
    }

    /** @param megabytes that fit on it */
    static SmallDisk mount(int megabytes) throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "mounting needs root");
        var directory = Files.createTempDirectory("jcompose-disk");
        MountCalls.mount("tmpfs", directory, "tmpfs", 0, "size=" + megabytes + "m");
        return new SmallDisk(directory);
    }

    Path directory() {
        return directory;
    }

    /** Leaves not one byte. */
    void fill() throws IOException {
        try (var channel = FileChannel.open(filler(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            // The last page too: a large block is not written at all where it does not fit.
            for (int size = 1 << 20; size >= 1; size /= 64) {
                write(channel, size);
            }
        }
    }

    private static void write(FileChannel channel, int size) throws IOException {
        var block = ByteBuffer.allocate(size);
        try {
            while (true) {
                channel.write(block.clear());
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    void makeReadOnly() throws IOException {
        MountCalls.mount("tmpfs", directory, "tmpfs", MS_REMOUNT | MS_RDONLY, "");
    }

    void makeWritable() throws IOException {
        MountCalls.mount("tmpfs", directory, "tmpfs", MS_REMOUNT, "");
    }

    void free() throws IOException {
        Files.deleteIfExists(filler());
    }

    private Path filler() {
        return directory.resolve("filler");
    }

    @Override
    public void close() throws IOException {
        MountCalls.detach(directory);
        Files.delete(directory);
    }
}
