package dev.jcompose.engine.operation;

import dev.jcompose.engine.EngineException;

/** Waits until containers that run now have ended: {@code wait}. */
public final class Wait {
    private final OperationContext context;

    public Wait(OperationContext context) {
        this.context = context;
    }

    public WaitResult run(ProjectScope request) throws EngineException, OperationException, InterruptedException {
        return Pending.operation(context, request);
    }
}
