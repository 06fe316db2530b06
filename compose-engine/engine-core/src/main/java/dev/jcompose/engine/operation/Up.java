package dev.jcompose.engine.operation;

import dev.jcompose.engine.EngineException;

/** Makes what the model wants exist and run: {@code up}, and {@code create} and {@code scale} by their options. */
public final class Up {
    private final OperationContext context;

    public Up(OperationContext context) {
        this.context = context;
    }

    public UpResult run(UpRequest request) throws EngineException, OperationException, InterruptedException {
        return Pending.operation(context, request);
    }
}
