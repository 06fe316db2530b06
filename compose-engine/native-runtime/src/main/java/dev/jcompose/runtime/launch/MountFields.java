package dev.jcompose.runtime.launch;

/** Properties of mounts as the kernel's numbers. */
final class MountFields {
    static final long MS_REC = 0x4000;
    static final long MS_PRIVATE = 1L << 18;
    static final long MS_SLAVE = 1L << 19;
    private static final long MS_SHARED = 1L << 20;

    private MountFields() {}

    /** As MOUNT_ATTR_ of mount_setattr(2). */
    static long attributes(Iterable<Mount.Flag> flags) {
        long bits = 0;
        for (var flag : flags) {
            bits |= switch (flag) {
                case READ_ONLY -> 0x1;
                case NO_SUID -> 0x2;
                case NO_DEV -> 0x4;
                case NO_EXEC -> 0x8;
                case STRICT_ATIME -> 0x20;
            };
        }
        return bits;
    }

    /** What the helper calls bind_recursion. */
    static int recursion(Mount.Recursion recursion) {
        return switch (recursion) {
            case RECURSIVE -> 0;
            case RECURSIVE_TOP_READ_ONLY -> 1;
            case NONE -> 2;
        };
    }

    /** As MS_ of mount(2). */
    static long propagation(Mount.Propagation propagation) {
        return switch (propagation) {
            case PRIVATE -> MS_PRIVATE;
            case RECURSIVE_PRIVATE -> MS_PRIVATE | MS_REC;
            case SLAVE -> MS_SLAVE;
            case RECURSIVE_SLAVE -> MS_SLAVE | MS_REC;
            case SHARED -> MS_SHARED;
            case RECURSIVE_SHARED -> MS_SHARED | MS_REC;
        };
    }

    /** Of the whole tree that a container's own begins as: it follows the host's where one of the mounts is to. */
    static long ofRoot(Iterable<Mount> mounts) {
        for (Mount mount : mounts) {
            if (mount instanceof Mount.Bind bind
                    && bind.propagation() != Mount.Propagation.PRIVATE
                    && bind.propagation() != Mount.Propagation.RECURSIVE_PRIVATE) {
                return MS_REC | MS_SLAVE;
            }
        }
        return MS_REC | MS_PRIVATE;
    }
}
