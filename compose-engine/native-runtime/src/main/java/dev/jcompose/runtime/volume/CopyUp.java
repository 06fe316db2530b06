package dev.jcompose.runtime.volume;

import dev.jcompose.runtime.image.FileStatus;
import dev.jcompose.runtime.image.LayerView;
import dev.jcompose.runtime.os.Fd;
import dev.jcompose.runtime.os.FileCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/**
 * Fills an empty volume with what the image has at the place where it will be mounted.
 *
 * <p>A marker beside the data says that a copy is under way, so that one which was killed half way is done again: the volume
 * is not empty any more then, and would pass for one in use.
 */
public final class CopyUp {
    private static final String MARKER = "copy-up";
    /** One copy at a time for one volume; two volumes seldom share a lock. */
    private static final Lock[] LOCKS =
            IntStream.range(0, 16).mapToObj(i -> new ReentrantLock()).toArray(Lock[]::new);

    private CopyUp() {}

    /**
     * Copies the directory at {@code path} with owners, modes, times, extended attributes, links and special files, and
     * gives {@code data} itself owner and mode of that directory. Does nothing if {@code data} is not empty or if the image
     * has no directory there.
     *
     * @param data the data directory of a volume, in a directory of its own that no container sees
     */
    public static void fill(Path data, LayerView image, String path) throws IOException {
        Lock lock = LOCKS[Math.floorMod(data.hashCode(), LOCKS.length)];
        lock.lock();
        try {
            Path marker = data.resolveSibling(MARKER);
            boolean brokenOff = Files.exists(marker);
            if (!brokenOff && !isEmpty(data)) {
                return;
            }
            if (image.stat(path).filter(FileStatus::isDirectory).isEmpty()) {
                return;
            }
            if (!brokenOff) {
                Files.createFile(marker); // not synced: a journal keeps it before what is copied after it
            }
            try (Fd target = FileCalls.open(data, FileCalls.O_RDONLY | FileCalls.O_DIRECTORY, 0)) {
                image.copyDirectory(path, target);
            }
            Files.delete(marker);
        } finally {
            lock.unlock();
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (var entries = Files.newDirectoryStream(directory)) {
            return !entries.iterator().hasNext();
        }
    }
}
