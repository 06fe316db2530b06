package dev.jcompose.runtime.image;

import java.time.Instant;

/**
 * lstat(2) of a file in a view.
 *
 * @param mode permission bits with setuid, setgid and sticky: 0 to 07777
 * @param device major and minor number, for devices only
 * @param inode identifies the file among those of the same {@code layer}
 * @param layer index of the directory that holds it, 0 = top
 */
public record FileStatus(
        Type type,
        int mode,
        int uid,
        int gid,
        long size,
        Instant modified,
        Device device,
        long inode,
        int links,
        int layer) {
    public enum Type {
        FILE,
        DIRECTORY,
        SYMLINK,
        CHARACTER_DEVICE,
        BLOCK_DEVICE,
        FIFO,
        SOCKET
    }

    /** Numbers of a device node; 0:0 for what is none. */
    public record Device(int major, int minor) {
        public static final Device NONE = new Device(0, 0);
    }

    public boolean isDirectory() {
        return type == Type.DIRECTORY;
    }
}
