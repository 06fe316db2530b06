package dev.jcompose.engine.operation;

import dev.jcompose.engine.EngineException;

/** Attaches to a main process and returns its exit code: {@code attach}. */
public final class Attach {
    private final OperationContext context;

    public Attach(OperationContext context) {
        this.context = context;
    }

    public int run(AttachCommand request) throws EngineException, OperationException, InterruptedException {
        return Pending.<Integer>operation(context, request);
    }
}
