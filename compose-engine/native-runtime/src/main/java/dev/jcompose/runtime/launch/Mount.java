package dev.jcompose.runtime.launch;

import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One mount in a container. Mounts are made in the order given; targets are absolute, resolved beneath the container's
 * root with its symbolic links, and made when absent: a directory, or an empty file for a source that is no directory.
 */
public sealed interface Mount {
    String target();

    /** Restrictions of one mount point. */
    enum Flag {
        READ_ONLY,
        NO_SUID,
        NO_DEV,
        NO_EXEC,
        STRICT_ATIME
    }

    /** What a bind takes along, and how far read-only reaches. */
    enum Recursion {
        /** Mounts beneath the source come along, with the same flags. */
        RECURSIVE,
        /** They come along; read-only concerns the top mount alone. */
        RECURSIVE_TOP_READ_ONLY,
        /** They do not come along. */
        NONE
    }

    /** How later mounts spread between host and container; see mount_namespaces(7). */
    enum Propagation {
        PRIVATE,
        RECURSIVE_PRIVATE,
        SLAVE,
        RECURSIVE_SLAVE,
        SHARED,
        RECURSIVE_SHARED
    }

    /**
     * A file or directory of the host, also the data of a volume.
     *
     * @param owners ids in the file system for those of the host that the mount shows in their place; empty: the same
     */
    record Bind(
            Path source,
            String target,
            Set<Flag> flags,
            Recursion recursion,
            Propagation propagation,
            Optional<IdMap> owners)
            implements Mount {
        public Bind {
            requireAbsolute(target);
            flags = copy(flags);
        }

        /** With Docker's defaults: recursive, rprivate. */
        public Bind(Path source, String target, Set<Flag> flags) {
            this(source, target, flags, Recursion.RECURSIVE, Propagation.RECURSIVE_PRIVATE, Optional.empty());
        }

        public Bind withOwners(Optional<IdMap> ids) {
            return new Bind(source, target, flags, recursion, propagation, ids);
        }
    }

    /**
     * A new instance of a file system.
     *
     * @param type such as tmpfs, proc, sysfs, devpts, mqueue, cgroup2
     * @param options the file system's own, each {@code key} or {@code key=value}; a tmpfs without {@code mode} takes
     *     that of the directory it covers, or 1777 where there was none
     */
    record Filesystem(String type, String target, Set<Flag> flags, List<String> options) implements Mount {
        public Filesystem {
            requireAbsolute(target);
            flags = copy(flags);
            options = List.copyOf(options);
        }
    }

    private static void requireAbsolute(String target) {
        if (!target.startsWith("/")) {
            throw new IllegalArgumentException("mount target '" + target + "' is not absolute");
        }
    }

    private static Set<Flag> copy(Set<Flag> flags) {
        return flags.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(flags));
    }
}
