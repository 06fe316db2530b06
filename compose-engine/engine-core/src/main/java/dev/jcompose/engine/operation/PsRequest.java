package dev.jcompose.engine.operation;

import dev.jcompose.planner.observed.ContainerState;
import java.util.Set;

/**
 * Which containers {@code ps} lists.
 *
 * @param stopped with {@code INCLUDE} also those that do not run, and those made by {@code run}
 * @param states only these; empty means any
 */
public record PsRequest(ProjectScope scope, Stopped stopped, Orphans orphans, Set<ContainerState> states) {
    /** Containers that do not run. */
    public enum Stopped {
        INCLUDE,
        LEAVE_OUT
    }

    /** Containers of services the model does not know or enable. */
    public enum Orphans {
        INCLUDE,
        LEAVE_OUT
    }

    public PsRequest {
        states = Set.copyOf(states);
    }
}
