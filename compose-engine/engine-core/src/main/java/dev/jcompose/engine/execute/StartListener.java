package dev.jcompose.engine.execute;

import dev.jcompose.engine.EngineException;
import dev.jcompose.planner.resource.ContainerId;
import dev.jcompose.planner.resource.ResourceRef;

/** Told before a container starts, for those who want all of its output. */
@FunctionalInterface
public interface StartListener {
    void beforeStart(ContainerId id, ResourceRef.OfContainer container) throws EngineException, InterruptedException;

    /** Nobody wants to know. */
    static StartListener none() {
        return (id, container) -> {};
    }
}
