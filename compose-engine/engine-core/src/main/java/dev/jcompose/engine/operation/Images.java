package dev.jcompose.engine.operation;

import dev.jcompose.engine.EngineException;
import java.util.List;

/** Lists the images of existing containers: {@code images}. */
public final class Images {
    private final OperationContext context;

    public Images(OperationContext context) {
        this.context = context;
    }

    public List<ImageEntry> run(ProjectScope request) throws EngineException, OperationException, InterruptedException {
        return Pending.operation(context, request);
    }
}
