package dev.jcompose.engine.operation;

import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.execute.PlanExecutor.OnFailure;
import dev.jcompose.planner.Planner;
import dev.jcompose.planner.plan.Plan;

/** Freezes running containers: {@code pause}. */
public final class Pause {
    private final OperationContext context;

    public Pause(OperationContext context) {
        this.context = context;
    }

    /** What {@link #run} would do. */
    public Plan plan(ProjectScope request) throws EngineException, OperationException, InterruptedException {
        var selection = Selection.of(context, request);
        return Planner.pause(selection.deployed(), selection.replicas());
    }

    /** Does it, and returns what was done. */
    public Plan run(ProjectScope request) throws EngineException, OperationException, InterruptedException {
        return new Walks(context).walk(plan(request), request.project(), OnFailure.GO_ON);
    }
}
