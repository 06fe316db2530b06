package dev.jcompose.engine.operation;

import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.execute.PlanExecutor.OnFailure;
import dev.jcompose.planner.Planner;
import dev.jcompose.planner.observed.ObservedContainer;
import dev.jcompose.planner.plan.Plan;
import java.util.ArrayList;

/** Sends a signal to running containers: {@code kill}. */
public final class Kill {
    private final OperationContext context;

    public Kill(OperationContext context) {
        this.context = context;
    }

    /** What {@link #run} would do. */
    public Plan plan(KillRequest request) throws EngineException, OperationException, InterruptedException {
        var selection = Selection.of(context, request.scope());
        var containers = new ArrayList<ObservedContainer>(selection.replicas());
        if (request.orphans() == DownRequest.Orphans.REMOVE) {
            containers.addAll(selection.orphans());
        }
        return Planner.kill(selection.deployed(), containers, request.signal());
    }

    /** Does it, and returns what was done. */
    public Plan run(KillRequest request) throws EngineException, OperationException, InterruptedException {
        return new Walks(context).walk(plan(request), request.scope().project(), OnFailure.GO_ON);
    }
}
