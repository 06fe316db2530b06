package dev.jcompose.runtime.cgroup;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Where this process itself is, from the lines of /proc/self/cgroup: {@code id:controllers:path}. */
final class OwnCgroup {
    private OwnCgroup() {}

    static Path of(Hierarchy hierarchy, List<String> lines) {
        for (String line : lines) {
            var fields = line.split(":", 3);
            boolean matches = fields.length == 3
                    && (hierarchy.version() == Hierarchy.Version.V2
                            ? fields[1].isEmpty()
                            : Set.of(fields[1].split(",")).equals(hierarchy.controllers()));
            if (matches) {
                return hierarchy.mountPoint().resolve(fields[2].replaceFirst("^/+", ""));
            }
        }
        return hierarchy.mountPoint();
    }
}
