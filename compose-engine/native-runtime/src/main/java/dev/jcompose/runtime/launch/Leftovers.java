package dev.jcompose.runtime.launch;

import dev.jcompose.runtime.cgroup.CgroupProcesses;
import java.io.IOException;

/** Kills and removes what a supervisor left behind that died before its container. */
final class Leftovers {
    private Leftovers() {}

    static void kill(StateFiles.Launched launched) throws IOException {
        var cgroup = new CgroupProcesses(launched.cgroups(), launched.unified());
        if (cgroup.exists()) {
            cgroup.kill();
            cgroup.remove();
        }
    }
}
