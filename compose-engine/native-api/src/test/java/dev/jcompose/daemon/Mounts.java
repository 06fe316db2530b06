package dev.jcompose.daemon;

import dev.jcompose.planner.desired.MountSpec;
import java.nio.file.Path;
import java.util.Optional;

/** Mounts in as few words as tests need. */
final class Mounts {
    private Mounts() {}

    /** A writable folder of the host, which must exist. */
    static MountSpec bind(Path source, String target) {
        return new MountSpec.Bind(
                source.toString(),
                target,
                MountSpec.Access.READ_WRITE,
                MountSpec.MissingHostPath.FAIL,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static MountSpec volume(String name, String target) {
        return new MountSpec.NamedVolume(
                name, target, MountSpec.Access.READ_WRITE, MountSpec.CopyUp.FROM_IMAGE, Optional.empty());
    }

    static MountSpec anonymous(String target) {
        return new MountSpec.AnonymousVolume(target, MountSpec.Access.READ_WRITE, MountSpec.CopyUp.FROM_IMAGE);
    }
}
