package dev.jcompose.runtime.os;

/**
 * What statx(2) tells of a file.
 *
 * @param mode type and permission bits as st_mode has them
 * @param deviceMajor of the device node itself, 0 for other files; likewise {@code deviceMinor}
 * @param seconds modification time since 1970, may be negative; {@code nanos} is 0 to 999,999,999
 */
public record FileStat(
        int mode,
        int uid,
        int gid,
        long inode,
        int links,
        long size,
        int deviceMajor,
        int deviceMinor,
        long seconds,
        int nanos) {
    public static final int S_IFMT = 0170000;
    public static final int S_IFSOCK = 0140000;
    public static final int S_IFLNK = 0120000;
    public static final int S_IFREG = 0100000;
    public static final int S_IFBLK = 0060000;
    public static final int S_IFDIR = 0040000;
    public static final int S_IFCHR = 0020000;
    public static final int S_IFIFO = 0010000;

    /** The same file with another owner. */
    public FileStat ownedBy(int newUid, int newGid) {
        return new FileStat(mode, newUid, newGid, inode, links, size, deviceMajor, deviceMinor, seconds, nanos);
    }

    /** One of the {@code S_IF} constants. */
    public int type() {
        return mode & S_IFMT;
    }

    /** Permissions with setuid, setgid and sticky: 0 to 07777. */
    public int permissions() {
        return mode & 07777;
    }

    public boolean isDirectory() {
        return type() == S_IFDIR;
    }

    public boolean isSymlink() {
        return type() == S_IFLNK;
    }

    /** Whether overlayfs takes it for "the file below is deleted": a character device 0:0. */
    public boolean isWhiteout() {
        return type() == S_IFCHR && deviceMajor == 0 && deviceMinor == 0;
    }
}
