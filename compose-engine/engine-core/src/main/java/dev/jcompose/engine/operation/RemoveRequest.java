package dev.jcompose.engine.operation;

import dev.jcompose.planner.plan.Step.AnonymousVolumes;

/** What {@code rm} is to remove: containers that do not run, or all after stopping them. */
public record RemoveRequest(ProjectScope scope, Running running, AnonymousVolumes volumes) {
    /** Containers that run. */
    public enum Running {
        LEAVE,
        STOP_FIRST
    }
}
