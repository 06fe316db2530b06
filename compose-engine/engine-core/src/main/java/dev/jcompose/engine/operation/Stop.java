package dev.jcompose.engine.operation;

import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.execute.PlanExecutor.OnFailure;
import dev.jcompose.planner.Planner;
import dev.jcompose.planner.plan.Plan;

/** Stops containers, dependents first: {@code stop}. */
public final class Stop {
    private final OperationContext context;

    public Stop(OperationContext context) {
        this.context = context;
    }

    /** What {@link #run} would do. */
    public Plan plan(StopRequest request) throws EngineException, OperationException, InterruptedException {
        var selection = Selection.of(context, request.scope());
        return Planner.stop(selection.deployed(), selection.services(), request.grace());
    }

    /** Does it, and returns what was done. */
    public Plan run(StopRequest request) throws EngineException, OperationException, InterruptedException {
        return new Walks(context).walk(plan(request), request.scope().project(), OnFailure.GO_ON);
    }
}
