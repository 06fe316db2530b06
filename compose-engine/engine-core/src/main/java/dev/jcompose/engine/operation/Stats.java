package dev.jcompose.engine.operation;

import dev.jcompose.engine.EngineCall;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.Parallel;
import dev.jcompose.planner.observed.ContainerState;
import dev.jcompose.planner.observed.ObservedContainer;
import java.util.ArrayList;
import java.util.List;

/** Tells the use of resources: {@code stats}. */
public final class Stats {
    private final OperationContext context;

    public Stats(OperationContext context) {
        this.context = context;
    }

    /** Returns after one sample of each, or when all have ended. */
    public void run(StatsRequest request) throws EngineException, OperationException, InterruptedException {
        List<EngineCall<Boolean>> calls = new ArrayList<>();
        for (ObservedContainer container :
                Selection.of(context, request.scope()).replicas()) {
            boolean shown =
                    container.state() == ContainerState.RUNNING || request.stopped() == PsRequest.Stopped.INCLUDE;
            if (shown) {
                calls.add(() -> {
                    deliver(request, container);
                    return true;
                });
            }
        }
        Parallel.<Boolean>all(calls);
    }

    private void deliver(StatsRequest request, ObservedContainer container)
            throws EngineException, InterruptedException {
        var containers = context.engine().containers();
        switch (request.mode()) {
            case ONCE -> request.sink().accept(container, containers.stats(container.id()));
            case STREAM ->
                containers.streamStats(container.id(), sample -> request.sink().accept(container, sample));
        }
    }
}
