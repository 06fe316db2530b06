package dev.jcompose.engine.operation;

import dev.jcompose.engine.EngineException;

/** Fetches images: {@code pull}. */
public final class Pull {
    private final OperationContext context;

    public Pull(OperationContext context) {
        this.context = context;
    }

    public void run(PullRequest request) throws EngineException, OperationException, InterruptedException {
        Pending.operation(context, request);
    }
}
