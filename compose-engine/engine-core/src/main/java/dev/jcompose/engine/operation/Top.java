package dev.jcompose.engine.operation;

import dev.jcompose.engine.EngineException;
import java.util.List;

/** Lists processes: {@code top}. */
public final class Top {
    private final OperationContext context;

    public Top(OperationContext context) {
        this.context = context;
    }

    public List<TopEntry> run(ProjectScope request) throws EngineException, OperationException, InterruptedException {
        return Pending.operation(context, request);
    }
}
