package dev.jcompose.runtime.container;

import dev.jcompose.runtime.cgroup.Cgroup;
import dev.jcompose.runtime.cgroup.CgroupLayout;
import dev.jcompose.runtime.cgroup.Hierarchy;
import dev.jcompose.runtime.launch.Mount;
import dev.jcompose.runtime.launch.Mount.Flag;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Where the control groups of a container are, and what it sees of them. */
final class Cgroups {
    private static final String TARGET = "/sys/fs/cgroup";

    private Cgroups() {}

    static String parent(HostConfig host) {
        String asked = host.resources().cgroupParent();
        return asked.isEmpty() ? CgroupLayout.PARENT : asked;
    }

    static Cgroup of(CgroupLayout layout, ContainerRecord container) {
        return layout.cgroup(parent(container.host()), container.id());
    }

    /** Read-only unless privileged: on v2 the file system itself, on v1 the container's own directory of each hierarchy. */
    static List<Mount> mounts(CgroupLayout layout, ContainerRecord container) {
        Set<Flag> flags = EnumSet.of(Flag.NO_SUID, Flag.NO_EXEC, Flag.NO_DEV);
        Set<Flag> restricted = EnumSet.copyOf(flags);
        if (!container.host().privileged()) {
            restricted.add(Flag.READ_ONLY);
        }
        if (layout.isUnified()) {
            return List.of(new Mount.Filesystem("cgroup2", TARGET, restricted, List.of()));
        }
        var mounts = new ArrayList<Mount>();
        mounts.add(new Mount.Filesystem("tmpfs", TARGET, flags, List.of("mode=755")));
        for (Hierarchy hierarchy : layout.hierarchies()) {
            if (hierarchy.version() == Hierarchy.Version.V2) {
                continue; // has no controllers here; Docker does not show it either
            }
            Path own = hierarchy
                    .mountPoint()
                    .resolve(parent(container.host()).replaceFirst("^/+", ""))
                    .resolve(container.id());
            mounts.add(new Mount.Bind(own, TARGET + "/" + hierarchy.mountPoint().getFileName(), restricted));
        }
        return mounts;
    }
}
