package dev.jcompose.engine.operation;

import dev.jcompose.engine.EngineException;
import dev.jcompose.planner.plan.Plan;

/** Removes service containers: {@code rm}. */
public final class Remove {
    private final OperationContext context;

    public Remove(OperationContext context) {
        this.context = context;
    }

    public Plan run(RemoveRequest request) throws EngineException, OperationException, InterruptedException {
        return Pending.operation(context, request);
    }
}
