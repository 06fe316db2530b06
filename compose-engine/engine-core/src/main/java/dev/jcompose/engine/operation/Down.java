package dev.jcompose.engine.operation;

import dev.jcompose.engine.EngineException;
import dev.jcompose.planner.plan.Plan;

/** Stops and removes a project: {@code down}. */
public final class Down {
    private final OperationContext context;

    public Down(OperationContext context) {
        this.context = context;
    }

    public Plan run(DownRequest request) throws EngineException, OperationException, InterruptedException {
        return Pending.operation(context, request);
    }
}
