package dev.jcompose.engine.operation;

import dev.jcompose.engine.EngineException;
import dev.jcompose.planner.plan.Plan;

/** Sends a signal to running containers: {@code kill}. */
public final class Kill {
    private final OperationContext context;

    public Kill(OperationContext context) {
        this.context = context;
    }

    public Plan run(KillRequest request) throws EngineException, OperationException, InterruptedException {
        return Pending.operation(context, request);
    }
}
