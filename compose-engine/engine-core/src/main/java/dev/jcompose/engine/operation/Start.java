package dev.jcompose.engine.operation;

import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.execute.PlanExecutor.OnFailure;
import dev.jcompose.planner.Planner;
import dev.jcompose.planner.plan.Plan;

/** Starts existing containers in the order of their dependencies: {@code start}. */
public final class Start {
    private final OperationContext context;

    public Start(OperationContext context) {
        this.context = context;
    }

    /** What {@link #run} would do. */
    public Plan plan(StartRequest request) throws EngineException, OperationException, InterruptedException {
        var selection = Selection.of(context, request.scope());
        if (request.scope().model().isEmpty() && selection.services().isEmpty()) {
            throw new OperationException(
                    "no container found for project \"" + request.scope().project() + "\"");
        }
        // With some containers there, the services without one are left out unless they are named; as Docker Compose
        // does.
        boolean strict = selection.origin() == Selection.Origin.NAMED
                || selection.replicas().isEmpty();
        for (String service : selection.services()) {
            boolean wanted = selection
                    .deployed()
                    .service(service)
                    .map(model -> model.replicas() > 0 && model.provider().isEmpty())
                    .orElse(true);
            if (wanted && strict && selection.deployed().replicasOf(service).isEmpty()) {
                throw new OperationException("service \"" + service + "\" has no container to start");
            }
        }
        return Planner.start(
                selection.deployed(),
                selection.services(),
                switch (request.waiting()) {
                    case NO -> Planner.Await.STARTED;
                    case UNTIL_HEALTHY -> Planner.Await.HEALTHY;
                });
    }

    /** Does it, and returns what was done. */
    public Plan run(StartRequest request) throws EngineException, OperationException, InterruptedException {
        var plan = plan(request);
        Limited.run(
                request.waitLimit(),
                () -> new Walks(context).walk(plan, request.scope().project(), OnFailure.BEGIN_NOTHING));
        return plan;
    }
}
