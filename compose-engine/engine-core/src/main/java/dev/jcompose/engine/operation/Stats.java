package dev.jcompose.engine.operation;

import dev.jcompose.engine.EngineException;

/** Tells the use of resources: {@code stats}. */
public final class Stats {
    private final OperationContext context;

    public Stats(OperationContext context) {
        this.context = context;
    }

    public void run(StatsRequest request) throws EngineException, OperationException, InterruptedException {
        Pending.operation(context, request);
    }
}
