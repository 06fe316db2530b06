package dev.jcompose.engine.operation;

import dev.jcompose.engine.EngineCall;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.Parallel;
import dev.jcompose.planner.observed.ObservedContainer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Waits until containers that run now have ended: {@code wait}. */
public final class Wait {
    private final OperationContext context;

    public Wait(OperationContext context) {
        this.context = context;
    }

    /** Returns once all have ended. */
    public WaitResult run(ProjectScope request) throws EngineException, OperationException, InterruptedException {
        var selection = Selection.of(context, request);
        List<WaitResult.Exit> exits = Collections.synchronizedList(new ArrayList<>());
        List<EngineCall<Boolean>> calls = new ArrayList<>();
        for (ObservedContainer container : selection.deployed().observed().containers()) {
            if (selection.services().contains(container.service())
                    && !container.isHook()
                    && container.state().isUp()) {
                calls.add(() -> exits.add(new WaitResult.Exit(
                        container, context.engine().containers().awaitExit(container.id()))));
            }
        }
        if (calls.isEmpty()) {
            throw new OperationException("no containers for project \"" + request.project() + "\"");
        }
        Parallel.<Boolean>all(calls);
        return new WaitResult(exits);
    }
}
