package dev.jcompose.engine.operation;

import dev.jcompose.engine.EngineException;

/** Delivers what happens to containers: {@code events}. */
public final class Events {
    private final OperationContext context;

    public Events(OperationContext context) {
        this.context = context;
    }

    public void run(EventsRequest request) throws EngineException, OperationException, InterruptedException {
        Pending.operation(context, request);
    }
}
