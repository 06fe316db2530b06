package dev.jcompose.engine.operation;

import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.execute.PlanExecutor.OnFailure;
import dev.jcompose.engine.observe.Observer;
import dev.jcompose.planner.DownOptions;
import dev.jcompose.planner.DownOptions.Extra;
import dev.jcompose.planner.Planner;
import dev.jcompose.planner.desired.Desired;
import dev.jcompose.planner.plan.Plan;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;

/** Stops and removes a project: {@code down}. */
public final class Down {
    private final OperationContext context;

    public Down(OperationContext context) {
        this.context = context;
    }

    /** What {@link #run} would do. */
    public Plan plan(DownRequest request) throws EngineException, OperationException, InterruptedException {
        var scope = request.scope();
        Set<String> images = new LinkedHashSet<>();
        if (request.images() != DownRequest.Images.KEEP) {
            scope.model()
                    .ifPresent(model ->
                            model.services().values().forEach(service -> images.add(Desired.imageOf(model, service))));
        }
        var observed = new Observer(context.engine()).forDown(scope.project(), scope.model(), images);
        var selection = Selection.of(scope, observed);
        Set<String> named = selection.origin() == Selection.Origin.NAMED ? selection.services() : Set.of();
        return Planner.down(selection.deployed(), new DownOptions(named, extras(request), request.grace()));
    }

    private static Set<Extra> extras(DownRequest request) {
        var extras = EnumSet.noneOf(Extra.class);
        if (request.orphans() == DownRequest.Orphans.REMOVE) {
            extras.add(Extra.ORPHANS);
        }
        if (request.volumes() == DownRequest.Volumes.REMOVE) {
            extras.add(Extra.VOLUMES);
        }
        switch (request.images()) {
            case KEEP -> {}
            case LOCAL -> extras.add(Extra.LOCAL_IMAGES);
            case ALL -> extras.add(Extra.ALL_IMAGES);
        }
        return extras;
    }

    /** Does it, and returns what was done. What fails does not keep the rest from going away. */
    public Plan run(DownRequest request) throws EngineException, OperationException, InterruptedException {
        return new Walks(context).walk(plan(request), request.scope().project(), OnFailure.GO_ON);
    }
}
