package dev.jcompose.engine.operation;

import dev.jcompose.engine.EngineException;
import dev.jcompose.planner.plan.Plan;

/** Thaws paused containers: {@code unpause}. */
public final class Unpause {
    private final OperationContext context;

    public Unpause(OperationContext context) {
        this.context = context;
    }

    public Plan run(ProjectScope request) throws EngineException, OperationException, InterruptedException {
        return Pending.operation(context, request);
    }
}
