package dev.jcompose.engine.operation;

import dev.jcompose.engine.EngineException;
import dev.jcompose.planner.observed.ObservedContainer;
import java.util.List;

/** Lists the containers of a project: {@code ps}. */
public final class Ps {
    private final OperationContext context;

    public Ps(OperationContext context) {
        this.context = context;
    }

    public List<ObservedContainer> run(PsRequest request)
            throws EngineException, OperationException, InterruptedException {
        return Pending.operation(context, request);
    }
}
