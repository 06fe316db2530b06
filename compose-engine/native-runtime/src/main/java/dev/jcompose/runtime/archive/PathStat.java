package dev.jcompose.runtime.archive;

import dev.jcompose.runtime.os.FileStat;
import java.time.Instant;

/**
 * What {@code HEAD /containers/{id}/archive} tells of a path.
 *
 * @param name last component of the path asked for
 * @param mode in Go's {@code os.FileMode}: permissions, and type in the high bits
 * @param linkTarget where a symbolic link leads within the container, else empty
 * @see <a href="https://pkg.go.dev/io/fs#FileMode">fs.FileMode</a>
 */
public record PathStat(String name, long size, long mode, Instant modified, String linkTarget) {
    private static final long DIRECTORY = 1L << 31;
    private static final long SYMLINK = 1L << 27;
    private static final long DEVICE = 1L << 26;
    private static final long FIFO = 1L << 25;
    private static final long SOCKET = 1L << 24;
    private static final long SETUID = 1L << 23;
    private static final long SETGID = 1L << 22;
    private static final long CHARACTER_DEVICE = 1L << 21;
    private static final long STICKY = 1L << 20;

    static PathStat of(String name, FileStat file, String linkTarget) {
        return new PathStat(
                name, file.size(), goMode(file), Instant.ofEpochSecond(file.seconds(), file.nanos()), linkTarget);
    }

    static long goMode(FileStat file) {
        long type = switch (file.type()) {
            case FileStat.S_IFDIR -> DIRECTORY;
            case FileStat.S_IFLNK -> SYMLINK;
            case FileStat.S_IFBLK -> DEVICE;
            case FileStat.S_IFCHR -> DEVICE | CHARACTER_DEVICE;
            case FileStat.S_IFIFO -> FIFO;
            case FileStat.S_IFSOCK -> SOCKET;
            default -> 0;
        };
        int bits = file.permissions();
        return type
                | (bits & 0777)
                | ((bits & 04000) != 0 ? SETUID : 0)
                | ((bits & 02000) != 0 ? SETGID : 0)
                | ((bits & 01000) != 0 ? STICKY : 0);
    }
}
