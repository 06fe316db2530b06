package dev.jcompose.engine.operation;

import dev.jcompose.engine.EngineException;

/** Runs a command in a container and returns its exit code: {@code exec}. */
public final class Exec {
    private final OperationContext context;

    public Exec(OperationContext context) {
        this.context = context;
    }

    public int run(ExecCommand request) throws EngineException, OperationException, InterruptedException {
        return Pending.<Integer>operation(context, request);
    }
}
