package dev.jcompose.runtime.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The id mappings of one record; operations name them by a number from 1 on, and none by 0. */
final class IdMappings {
    private final List<IdMap> known = new ArrayList<>();

    /** Has the helper make those that the mounts use, and {@code more}. */
    static IdMappings append(LaunchRecord record, List<Mount> mounts, Optional<IdMap> more) {
        var mappings = new IdMappings();
        more.ifPresent(map -> mappings.add(record, map));
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
            var files = map.forFiles();
            record.add(Operation.ID_MAPPING, files.uidText(), files.gidText());
        }
    }

    long number(Optional<IdMap> map) {
        return map.map(known::indexOf).orElse(-1) + 1L;
    }
}
