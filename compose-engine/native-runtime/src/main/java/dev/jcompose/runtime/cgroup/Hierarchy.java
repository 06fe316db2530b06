package dev.jcompose.runtime.cgroup;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * One mounted cgroup hierarchy.
 *
 * @param version V2 also for the controller-less cgroup2 mount of a hybrid host
 * @param mountPoint where it is mounted on the host
 * @param controllers by name, {@code name=systemd} for a named hierarchy of v1
 */
public record Hierarchy(Version version, Path mountPoint, Set<String> controllers) {
    /** The two interfaces. */
    public enum Version {
        V1,
        V2
    }

    public Hierarchy {
        controllers = Collections.unmodifiableSet(new LinkedHashSet<>(controllers));
    }

    boolean has(String controller) {
        return controllers.contains(controller);
    }
}
