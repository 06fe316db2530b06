package dev.jcompose.engine.operation;

import dev.jcompose.engine.EngineException;

/** Runs a one-off container: {@code run}. */
public final class Run {
    private final OperationContext context;

    public Run(OperationContext context) {
        this.context = context;
    }

    public RunResult run(RunRequest request) throws EngineException, OperationException, InterruptedException {
        return Pending.operation(context, request);
    }
}
