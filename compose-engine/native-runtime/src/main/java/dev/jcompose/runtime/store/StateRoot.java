package dev.jcompose.runtime.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The directory below which one engine keeps everything. Opening it takes a lock that no second engine gets, checks the
 * version of the format, and clears away what a killed engine had only half written.
 *
 * <p>All directories are 0700: images hold setuid programs and devices that no user of the host may reach by path.
 */
public final class StateRoot implements AutoCloseable {
    /** Raised when an older engine could no longer read what this one writes. */
    private static final int FORMAT = 1;

    /** fcntl(2) locks belong to the process and go when it closes any descriptor of the file: so never open it twice. */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path root;
    private final FileChannel lockChannel;
    private final Trash trash;

    private StateRoot(Path root, FileChannel lockChannel, Trash trash) {
        this.root = root;
        this.lockChannel = lockChannel;
        this.trash = trash;
    }

    /**
     * Opens the state below {@code root}, which is made when missing.
     *
     * @throws StateException if another engine holds it, or a newer one wrote it
     */
    public static StateRoot open(Path root) throws IOException {
        makePrivate(root);
        Path real = root.toRealPath();
        FileChannel lock = lock(real);
        try {
            checkFormat(real);
            AtomicFile.sweep(real);
            Trash trash = Trash.open(real.resolve("trash"));
            Path temporary = real.resolve("tmp");
            trash.discard(temporary);
            makePrivate(temporary);
            return new StateRoot(real, lock, trash);
        } catch (IOException | RuntimeException e) {
            release(real, lock);
            throw e;
        }
    }

    public Path path() {
        return root;
    }

    /** A directory of one subject ("images", "containers", ...), mode 0700. */
    public Path directory(String subject) throws IOException {
        Path directory = root.resolve(subject);
        makePrivate(directory);
        return directory;
    }

    /** A fresh name, on the same file system, for something to be renamed into place; whatever is left goes at the next start. */
    public Path temporary(String purpose) {
        return root.resolve("tmp").resolve(purpose + "-" + UUID.randomUUID());
    }

    public Trash trash() {
        return trash;
    }

    /** Lets another engine open the state. Deleting what is in the trash goes on there. */
    @Override
    public void close() throws IOException {
        trash.close();
        release(root, lockChannel);
    }

    /** Makes the directory and its missing parents, mode 0700, and takes rights of others away from an existing one. */
    static void makePrivate(Path directory) throws IOException {
        var mode = PosixFilePermissions.fromString("rwx------");
        Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(mode));
        if (!Files.getPosixFilePermissions(directory).equals(mode)) {
            Files.setPosixFilePermissions(directory, mode);
        }
    }

    private static FileChannel lock(Path root) throws IOException {
        if (!HELD_HERE.add(root)) {
            throw inUse(root, String.valueOf(ProcessHandle.current().pid()));
        }
        Path file = root.resolve("lock");
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                if (channel.tryLock() == null) {
                    throw inUse(root, Files.readString(file).strip());
                }
                channel.truncate(0);
                String pid = ProcessHandle.current().pid() + "\n";
                channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
                return channel;
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            HELD_HERE.remove(root);
            throw e;
        }
    }

    private static void release(Path root, FileChannel lock) throws IOException {
        try {
            lock.close();
        } finally {
            HELD_HERE.remove(root);
        }
    }

    private static StateException inUse(Path root, String holder) {
        return new StateException("the state in " + root + " is in use by another engine"
                + (holder.isEmpty() ? "" : " (process " + holder + ")")
                + ": stop it, or use another root");
    }

    private static void checkFormat(Path root) throws IOException {
        Path file = root.resolve("format");
        if (!Files.exists(file)) {
            AtomicFile.write(file, (FORMAT + "\n").getBytes(StandardCharsets.US_ASCII));
            return;
        }
        String text = Files.readString(file).strip();
        int version;
        try {
            version = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new StateException(file + " does not hold a format version: '" + text + "'", e);
        }
        if (version > FORMAT) {
            throw new StateException("the state in " + root + " has format " + version
                    + ", this engine knows formats up to " + FORMAT + ": use the newer engine, or another root");
        }
    }
}
