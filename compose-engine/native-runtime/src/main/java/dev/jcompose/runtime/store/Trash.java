package dev.jcompose.runtime.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Where trees go to be deleted. A rename takes a tree out of sight at once and survives a crash; the work of deleting it
 * is done in the background, and resumed by the next start.
 *
 * <p>What is deleted may have been written by a container: every step is relative to an open directory and follows no
 * symbolic link, and a tree deeper than a path can name is flattened on the way.
 */
public final class Trash implements AutoCloseable {
    /** Deeper than this, a directory is moved up to the top of the trash, which bounds open files and stack. */
    private static final int MAX_DEPTH = 64;

    private final Path directory;
    private final ExecutorService worker;
    private final Object idle = new Object();
    private int pending;

    private Trash(Path directory) {
        this.directory = directory;
        this.worker = Executors.newSingleThreadExecutor(
                Thread.ofVirtual().name("trash").factory());
    }

    /** Opens the trash and goes on deleting what is in it. */
    static Trash open(Path directory) throws IOException {
        StateRoot.makePrivate(directory);
        var trash = new Trash(directory);
        try (var left = Files.newDirectoryStream(directory)) {
            left.forEach(trash::schedule);
        }
        return trash;
    }

    /**
     * Takes a file or a whole tree away. It is gone from its place when this returns; nothing happens if there was none.
     * It must be on the file system of the state root.
     */
    public void discard(Path path) throws IOException {
        Path target = directory.resolve(UUID.randomUUID().toString());
        try {
            Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            return;
        }
        schedule(target);
    }

    /** Waits until all that was discarded before is deleted, or could not be. */
    public void awaitEmpty() throws InterruptedException {
        synchronized (idle) {
            while (pending > 0) {
                idle.wait();
            }
        }
    }

    /** Stops after the tree in work; the rest is left to the next start. */
    @Override
    public void close() {
        worker.shutdownNow();
        try {
            if (!worker.awaitTermination(5, TimeUnit.SECONDS)) {
                return; // nothing is lost: the next start finds the rest
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void schedule(Path entry) {
        count(1);
        try {
            worker.execute(() -> {
                try {
                    delete(entry);
                } catch (IOException e) {
                    System.getLogger(Trash.class.getName())
                            .log(System.Logger.Level.WARNING, "cannot delete " + entry + " yet", e);
                } finally {
                    count(-1);
                }
            });
        } catch (RejectedExecutionException e) {
            count(-1); // closed meanwhile
        }
    }

    private void count(int change) {
        synchronized (idle) {
            pending += change;
            idle.notifyAll();
        }
    }

    private void delete(Path entry) throws IOException {
        if (!Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(entry);
            return;
        }
        try (var top = Files.newDirectoryStream(directory)) {
            if (!(top instanceof SecureDirectoryStream<Path> secure)) {
                throw new IOException("this system cannot open directories relative to others");
            }
            deleteTree(secure, secure, entry.getFileName(), 0);
        }
    }

    private void deleteTree(SecureDirectoryStream<Path> top, SecureDirectoryStream<Path> parent, Path name, int depth)
            throws IOException {
        if (depth > MAX_DEPTH) {
            Path moved = Path.of(UUID.randomUUID().toString());
            parent.move(name, top, moved);
            schedule(directory.resolve(moved));
            return;
        }
        try (var children = parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
            for (Path child : children) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new IOException("stopped");
                }
                Path childName = child.getFileName();
                if (isDirectory(children, childName)) {
                    deleteTree(top, children, childName, depth + 1);
                } else {
                    children.deleteFile(childName);
                }
            }
        }
        parent.deleteDirectory(name);
    }

    private static boolean isDirectory(SecureDirectoryStream<Path> parent, Path name) throws IOException {
        return parent.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes()
                .isDirectory();
    }
}
