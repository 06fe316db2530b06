package dev.jcompose.engine.operation;

import dev.jcompose.engine.EngineException;
import dev.jcompose.planner.plan.Plan;

/** Stops containers, dependents first: {@code stop}. */
public final class Stop {
    private final OperationContext context;

    public Stop(OperationContext context) {
        this.context = context;
    }

    public Plan run(StopRequest request) throws EngineException, OperationException, InterruptedException {
        return Pending.operation(context, request);
    }
}
