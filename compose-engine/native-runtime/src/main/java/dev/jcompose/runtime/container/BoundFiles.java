package dev.jcompose.runtime.container;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Files of a root that mounts of the host may cover: a passwd file bound into the container counts. */
final class BoundFiles {
    private BoundFiles() {}

    static UserLookup.Files over(List<MountPoint> mounts, UserLookup.Files root) {
        return path -> {
            for (MountPoint mount : mounts) {
                boolean whole = mount.destination().equals(path);
                if (!whole && !path.startsWith(mount.destination() + "/")) {
                    continue;
                }
                if (mount.type() == MountType.TMPFS) {
                    return Optional.empty();
                }
                Path source = Path.of(mount.source());
                Path file = whole
                        ? source
                        : source.resolve(path.substring(mount.destination().length() + 1));
                // Links in a volume are the container's: never follow one on the host.
                return Files.isRegularFile(file, java.nio.file.LinkOption.NOFOLLOW_LINKS)
                        ? Optional.of(Files.readAllBytes(file))
                        : Optional.empty();
            }
            return root.read(path);
        };
    }
}
