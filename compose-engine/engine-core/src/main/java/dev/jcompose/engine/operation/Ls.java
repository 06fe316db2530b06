package dev.jcompose.engine.operation;

import dev.jcompose.engine.EngineException;
import java.util.List;

/** Lists the projects an engine knows: {@code ls}. */
public final class Ls {
    private final OperationContext context;

    public Ls(OperationContext context) {
        this.context = context;
    }

    public List<ProjectSummary> run(LsRequest request)
            throws EngineException, OperationException, InterruptedException {
        return Pending.operation(context, request);
    }
}
