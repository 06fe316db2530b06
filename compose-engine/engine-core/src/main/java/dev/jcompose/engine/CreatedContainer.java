package dev.jcompose.engine;

import dev.jcompose.planner.resource.ContainerId;
import java.util.List;

/** A container that was just made, and what the engine had to say about it. */
public record CreatedContainer(ContainerId id, List<String> warnings) {
    public CreatedContainer {
        warnings = List.copyOf(warnings);
    }
}
