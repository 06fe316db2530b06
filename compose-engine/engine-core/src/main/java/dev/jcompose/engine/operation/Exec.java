package dev.jcompose.engine.operation;

import dev.jcompose.engine.EngineException;
import dev.jcompose.planner.resource.ResourceRef;

/** Runs a command in a container: {@code exec}. */
public final class Exec {
    private final OperationContext context;

    public Exec(OperationContext context) {
        this.context = context;
    }

    /** The container that {@link #run} would use. */
    public ResourceRef target(ExecCommand request) throws EngineException, OperationException, InterruptedException {
        return Selection.running(context, request.project(), request.service(), request.index())
                .resource();
    }

    /** Returns the command's exit code; 0 when detached. */
    public int run(ExecCommand request) throws EngineException, OperationException, InterruptedException {
        var container = Selection.running(context, request.project(), request.service(), request.index());
        var containers = context.engine().containers();
        return switch (request.mode()) {
            case ATTACHED -> containers.exec(container.id(), request.request(), request.stdio());
            case DETACHED -> {
                containers.execDetached(container.id(), request.request());
                yield 0;
            }
        };
    }
}
