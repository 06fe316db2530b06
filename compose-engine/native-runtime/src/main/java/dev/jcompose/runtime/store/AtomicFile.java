package dev.jcompose.runtime.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/**
 * Replaces a file so that a reader, and the next start after a crash or power cut, sees either the old bytes or the new
 * ones, never a mixture: temporary file beside it, fsync, rename(2), fsync of the directory.
 */
public final class AtomicFile {
    private static final String TEMPORARY = ".tmp-";

    private AtomicFile() {}

    /** Replaces or creates {@code file} with mode 0600. When it returns, the bytes are on the disk. */
    public static void write(Path file, byte[] bytes) throws IOException {
        Path directory = directoryOf(file);
        Path temporary = directory.resolve(TEMPORARY + UUID.randomUUID());
        try {
            var options = EnumSet.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
            var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            try (FileChannel channel = FileChannel.open(temporary, options, mode)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw failed(file, e);
        }
        syncDirectory(directory);
    }

    /** Failures to write do not say of what: a full disk is only {@code No space left on device} to the JDK. */
    public static IOException failed(Path file, IOException failure) {
        if (failure instanceof FileSystemException) {
            return failure;
        }
        var named = new FileSystemException(file.toString(), null, failure.getMessage());
        named.initCause(failure);
        return named;
    }

    /** Removes {@code file}, if it exists, so that it stays removed after a power cut. */
    public static void delete(Path file) throws IOException {
        if (Files.deleteIfExists(file)) {
            syncDirectory(directoryOf(file));
        }
    }

    /** Makes renames, creations and removals inside {@code directory} durable (fsync(2) on the directory). */
    public static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, Set.of(StandardOpenOption.READ))) {
            channel.force(true);
        }
    }

    /** Removes what a writer that was killed left in {@code directory}. Only for the owner of the state's lock. */
    public static void sweep(Path directory) throws IOException {
        try (var entries = Files.newDirectoryStream(directory, TEMPORARY + "*")) {
            for (Path entry : entries) {
                Files.deleteIfExists(entry);
            }
        }
    }

    private static Path directoryOf(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException("not a file: " + file);
        }
        return parent;
    }
}
