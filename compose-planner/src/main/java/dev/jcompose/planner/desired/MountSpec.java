package dev.jcompose.planner.desired;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A mount with everything resolved: host paths are absolute and volumes carry the engine's name. */
public sealed interface MountSpec {
    /** Absolute path inside the container. */
    String target();

    Access access();

    /** Whether the container may write to it. */
    enum Access {
        READ_WRITE,
        READ_ONLY
    }

    /** What happens when the host path of a bind mount is missing. */
    enum MissingHostPath {
        CREATE_DIRECTORY,
        FAIL
    }

    /** Whether a new, empty volume is filled with what the image has at the target. */
    enum CopyUp {
        FROM_IMAGE,
        NONE
    }

    /**
     * A host path.
     *
     * @param propagation {@code rprivate}, {@code shared} and the like, see mount_namespaces(7)
     * @param selinux {@code z} or {@code Z}
     * @param recursive {@code enabled}, {@code disabled}, {@code writable} or {@code readonly}
     * @param idMap whose files are seen as whose: {@code owner} makes the owner of the source root in the container, {@code
     *     uids=1000-0-1;gids=1000-0-1} says it for ranges
     */
    record Bind(
            String source,
            String target,
            Access access,
            MissingHostPath missing,
            Optional<String> propagation,
            Optional<String> selinux,
            Optional<String> recursive,
            Optional<String> idMap)
            implements MountSpec {
        /** One whose files have the owners they have. */
        public Bind(
                String source,
                String target,
                Access access,
                MissingHostPath missing,
                Optional<String> propagation,
                Optional<String> selinux,
                Optional<String> recursive) {
            this(source, target, access, missing, propagation, selinux, recursive, Optional.empty());
        }
    }

    /** A volume known by name, whether the project's or an external one. */
    record NamedVolume(String volume, String target, Access access, CopyUp copyUp, Optional<String> subpath)
            implements MountSpec {}

    /** A volume the engine names; it belongs to the container and is inherited when that is recreated. */
    record AnonymousVolume(String target, Access access, CopyUp copyUp) implements MountSpec {}

    /**
     * Memory-backed files that end with the container.
     *
     * @param size in bytes; absent means the engine's default
     * @param mode permission bits of the mounted root, for example 01777
     * @param options further options in the form of mount(8), for example {@code noexec}; empty when none
     */
    record Tmpfs(String target, Access access, OptionalLong size, OptionalInt mode, String options)
            implements MountSpec {}

    /** The read-only content of an image. */
    record ImageContent(String image, String target, Optional<String> subpath) implements MountSpec {
        @Override
        public Access access() {
            return Access.READ_ONLY;
        }
    }

    /** A named pipe of Windows. */
    record NamedPipe(String source, String target, Access access) implements MountSpec {}
}
