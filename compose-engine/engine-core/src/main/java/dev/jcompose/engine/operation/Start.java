package dev.jcompose.engine.operation;

import dev.jcompose.engine.EngineException;
import dev.jcompose.planner.plan.Plan;

/** Starts existing containers in the order of their dependencies: {@code start}. */
public final class Start {
    private final OperationContext context;

    public Start(OperationContext context) {
        this.context = context;
    }

    public Plan run(StartRequest request) throws EngineException, OperationException, InterruptedException {
        return Pending.operation(context, request);
    }
}
