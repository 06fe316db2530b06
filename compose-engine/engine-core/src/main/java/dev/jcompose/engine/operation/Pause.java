package dev.jcompose.engine.operation;

import dev.jcompose.engine.EngineException;
import dev.jcompose.planner.plan.Plan;

/** Freezes running containers: {@code pause}. */
public final class Pause {
    private final OperationContext context;

    public Pause(OperationContext context) {
        this.context = context;
    }

    public Plan run(ProjectScope request) throws EngineException, OperationException, InterruptedException {
        return Pending.operation(context, request);
    }
}
