package dev.jcompose.engine.operation;

import dev.jcompose.engine.EngineException;

/** Tells where a port is published, as {@code ADDRESS:PORT}: {@code port}. */
public final class Port {
    private final OperationContext context;

    public Port(OperationContext context) {
        this.context = context;
    }

    public String run(PortRequest request) throws EngineException, OperationException, InterruptedException {
        return Pending.operation(context, request);
    }
}
