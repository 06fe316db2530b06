package dev.jcompose.engine.operation;

import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.execute.PlanExecutor.OnFailure;
import dev.jcompose.planner.Planner;
import dev.jcompose.planner.plan.Plan;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Set;

/** Restarts containers after those they depend on: {@code restart}. */
public final class Restart {
    private final OperationContext context;

    public Restart(OperationContext context) {
        this.context = context;
    }

    /** What {@link #run} would do. */
    public Plan plan(RestartRequest request) throws EngineException, OperationException, InterruptedException {
        var selection = Selection.of(context, request.scope());
        var services = new LinkedHashSet<>(selection.services());
        if (request.dependents() == RestartRequest.Dependents.RESTART) {
            addDependents(selection, services);
        }
        return Planner.restart(selection.deployed(), services, request.grace());
    }

    /** Those that say {@code restart: true} of a service that is restarted, near or far. */
    private static void addDependents(Selection selection, Set<String> services) {
        var graph = selection.deployed().graph();
        var open = new ArrayDeque<>(services);
        while (!open.isEmpty()) {
            String service = open.remove();
            for (String dependent : graph.dependentsOf(service)) {
                var edge = graph.dependenciesOf(dependent).get(service);
                if (edge != null && edge.restart() && services.add(dependent)) {
                    open.add(dependent);
                }
            }
        }
    }

    /** Does it, and returns what was done. */
    public Plan run(RestartRequest request) throws EngineException, OperationException, InterruptedException {
        return new Walks(context).walk(plan(request), request.scope().project(), OnFailure.GO_ON);
    }
}
