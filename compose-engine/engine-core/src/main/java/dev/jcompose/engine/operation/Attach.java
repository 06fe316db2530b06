package dev.jcompose.engine.operation;

import dev.jcompose.engine.AttachRequest;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.execute.ActivityHub;
import dev.jcompose.planner.resource.ResourceRef;

/** Attaches to a main process: {@code attach}. */
public final class Attach {
    private final OperationContext context;

    public Attach(OperationContext context) {
        this.context = context;
    }

    /** The container that {@link #run} would attach to. */
    public ResourceRef target(AttachCommand request) throws EngineException, OperationException, InterruptedException {
        return Selection.running(context, request.project(), request.service(), request.index())
                .resource();
    }

    /** Returns the process's exit code; 0 when the user detached while it runs on. */
    public int run(AttachCommand request) throws EngineException, OperationException, InterruptedException {
        var container = Selection.running(context, request.project(), request.service(), request.index());
        var containers = context.engine().containers();
        var how = new AttachRequest(AttachRequest.Replay.NONE, request.detachKeys());
        try (var hub = ActivityHub.open(context.engine(), request.project())) {
            var end = ProcessEnd.listen(hub, container.id());
            try (var attachment = containers.attach(container.id(), how, request.stdio());
                    var _ = new SignalForwarder(context.engine(), container.id(), request.signals())) {
                attachment.awaitEnd();
                return end.await().orElse(0);
            }
        }
    }
}
