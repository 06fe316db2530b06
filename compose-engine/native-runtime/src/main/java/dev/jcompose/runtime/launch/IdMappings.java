package dev.jcompose.runtime.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The id mappings of one record; operations name them by a number from 1 on, and none by 0. */
final class IdMappings {
    private final List<IdMap> known = new ArrayList<>();
    private final boolean inside;

    private IdMappings(boolean inside) {
        this.inside = inside;
    }

    static IdMappings none() {
        return new IdMappings(false);
    }

    /**
     * Has the helper make those that the mounts use.
     *
     * @param container ids of the container's user namespace, if it has one; they come first
     */
    static IdMappings append(LaunchRecord record, List<Mount> mounts, Optional<IdMap> container) {
        var mappings = new IdMappings(container.isPresent());
        container.ifPresent(map -> mappings.add(record, map));
        for (Mount mount : mounts) {
            if (mount instanceof Mount.Bind bind) {
                bind.owners().ifPresent(map -> mappings.add(record, map));
            }
        }
        return mappings;
    }

    private void add(LaunchRecord record, IdMap map) {
        if (!known.contains(map)) {
            known.add(map);
            // Without a user namespace root of the host is root of the container, and no one beside it.
            var files = inside ? map.forFiles() : map;
            record.add(Operation.ID_MAPPING, files.uidText(), files.gidText());
        }
    }

    long number(Optional<IdMap> map) {
        return map.map(known::indexOf).orElse(-1) + 1L;
    }
}
