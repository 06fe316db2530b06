package dev.jcompose.engine.operation;

import dev.jcompose.planner.observed.ObservedContainer;
import java.util.List;

/**
 * Containers that ended.
 *
 * @param exits in the order of their ends
 */
public record WaitResult(List<Exit> exits) {
    public WaitResult {
        exits = List.copyOf(exits);
    }

    /** One that ended. */
    public record Exit(ObservedContainer container, int exitCode) {}

    /** The code of the last one. */
    public int exitCode() {
        return exits.isEmpty() ? 0 : exits.getLast().exitCode();
    }
}
