package dev.jcompose.engine.operation;

import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.execute.PlanExecutor.OnFailure;
import dev.jcompose.planner.Planner;
import dev.jcompose.planner.plan.Plan;

/** Removes service containers: {@code rm}. */
public final class Remove {
    private final OperationContext context;

    public Remove(OperationContext context) {
        this.context = context;
    }

    /** What {@link #run} would do. */
    public Plan plan(RemoveRequest request) throws EngineException, OperationException, InterruptedException {
        var selection = Selection.of(context, request.scope());
        return switch (request.running()) {
            case LEAVE -> Planner.removeStopped(selection.deployed(), selection.services(), request.volumes());
            case STOP_FIRST -> Planner.stopAndRemove(selection.deployed(), selection.services(), request.volumes());
        };
    }

    /** Does it, and returns what was done. */
    public Plan run(RemoveRequest request) throws EngineException, OperationException, InterruptedException {
        return new Walks(context).walk(plan(request), request.scope().project(), OnFailure.GO_ON);
    }
}
