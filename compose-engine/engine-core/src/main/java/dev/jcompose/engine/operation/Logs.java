package dev.jcompose.engine.operation;

import dev.jcompose.engine.EngineException;

/** Delivers output of containers: {@code logs}. */
public final class Logs {
    private final OperationContext context;

    public Logs(OperationContext context) {
        this.context = context;
    }

    public void run(LogsRequest request) throws EngineException, OperationException, InterruptedException {
        Pending.operation(context, request);
    }
}
