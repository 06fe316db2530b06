package dev.jcompose.engine.operation;

import dev.jcompose.engine.EngineException;

/** Copies files between client and containers: {@code cp}. */
public final class Copy {
    private final OperationContext context;

    public Copy(OperationContext context) {
        this.context = context;
    }

    public void run(CopyRequest request) throws EngineException, OperationException, InterruptedException {
        Pending.operation(context, request);
    }
}
