package dev.jcompose.engine.operation;

import dev.jcompose.engine.EngineCall;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.Parallel;
import dev.jcompose.planner.observed.ContainerState;
import dev.jcompose.planner.observed.ObservedContainer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Lists processes: {@code top}. */
public final class Top {
    private final OperationContext context;

    public Top(OperationContext context) {
        this.context = context;
    }

    /** One entry for each container that runs, by name. */
    public List<TopEntry> run(ProjectScope request) throws EngineException, OperationException, InterruptedException {
        var selection = Selection.of(context, request);
        List<EngineCall<TopEntry>> calls = new ArrayList<>();
        selection.deployed().observed().containers().stream()
                .filter(container -> selection.services().contains(container.service()))
                .filter(container -> container.state() == ContainerState.RUNNING)
                .sorted(Comparator.comparing(ObservedContainer::name))
                .forEach(container -> calls.add(() ->
                        new TopEntry(container, context.engine().containers().top(container.id()))));
        return Parallel.all(calls);
    }
}
