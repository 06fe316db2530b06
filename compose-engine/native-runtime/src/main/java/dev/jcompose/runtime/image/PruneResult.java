package dev.jcompose.runtime.image;

import java.util.List;

/** @param reclaimedBytes size of the unpacked layers that went */
public record PruneResult(List<Removal> removals, long reclaimedBytes) {
    public PruneResult {
        removals = List.copyOf(removals);
    }
}
