package dev.jcompose.runtime.container;

import dev.jcompose.runtime.cgroup.CgroupLayout;
import dev.jcompose.runtime.cgroup.CgroupPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Changes the limits of a running container. */
final class Limiting {
    private Limiting() {}

    /**
     * Writes the limits that the record has now. The order in which the kernel takes memory and swap, quota and period,
     * depends on which way they change: what is refused is tried once more after the rest.
     */
    static void apply(CgroupLayout layout, ContainerRecord container) throws IOException {
        var plan = layout.plan(
                Cgroups.parent(container.host()),
                container.id(),
                container.host().resources().limits(),
                List.of());
        var refused = new ArrayList<CgroupPlan.Write>();
        for (CgroupPlan.Write write : plan.writes()) {
            if (!Files.exists(write.file())) {
                continue;
            }
            try {
                Files.writeString(write.file(), write.value());
            } catch (IOException e) {
                refused.add(write);
            }
        }
        for (CgroupPlan.Write write : refused) {
            Files.writeString(write.file(), write.value());
        }
    }
}
