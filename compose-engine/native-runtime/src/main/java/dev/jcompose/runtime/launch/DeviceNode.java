package dev.jcompose.runtime.launch;

/**
 * A device file to be made in the container. Whether it may be opened is up to the device rules of the cgroup.
 *
 * @param path absolute, in the container
 * @param kind character or block device
 * @param mode permission bits, not subject to any umask
 */
public record DeviceNode(String path, Kind kind, int major, int minor, int mode, int uid, int gid) {
    /** The two kinds of devices, and how mknod(1) and the device rules write them. */
    public enum Kind {
        CHARACTER('c'),
        BLOCK('b');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }

        public char letter() {
            return letter;
        }
    }

    /** The mode with the type of the file, as mknod(2) takes it. */
    int typeAndMode() {
        return mode | (kind == Kind.CHARACTER ? 0020000 : 0060000);
    }

    /** A character device that everybody may read and write, owned by root. */
    public static DeviceNode open(String path, int major, int minor) {
        return new DeviceNode(path, Kind.CHARACTER, major, minor, 0666, 0, 0);
    }
}
