package dev.jcompose.engine.operation;

import dev.jcompose.engine.EngineException;
import dev.jcompose.planner.plan.Plan;

/** Restarts containers: {@code restart}. */
public final class Restart {
    private final OperationContext context;

    public Restart(OperationContext context) {
        this.context = context;
    }

    public Plan run(RestartRequest request) throws EngineException, OperationException, InterruptedException {
        return Pending.operation(context, request);
    }
}
