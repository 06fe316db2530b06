package dev.jcompose.engine.operation;

import dev.jcompose.engine.EngineException;
import dev.jcompose.planner.observed.ObservedContainer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Lists the containers of a project: {@code ps}. */
public final class Ps {
    private final OperationContext context;

    public Ps(OperationContext context) {
        this.context = context;
    }

    /** The containers, by name. */
    public List<ObservedContainer> run(PsRequest request)
            throws EngineException, OperationException, InterruptedException {
        var selection = Selection.of(context, request.scope());
        var found = new ArrayList<ObservedContainer>();
        for (ObservedContainer container : selection.deployed().observed().containers()) {
            boolean meant = selection.services().contains(container.service());
            // Orphans, and what runs of services that no active profile enables.
            boolean others =
                    selection.origin() == Selection.Origin.ALL && request.orphans() == PsRequest.Orphans.INCLUDE;
            boolean everything = request.stopped() == PsRequest.Stopped.INCLUDE;
            boolean state = request.states().isEmpty()
                    ? everything || container.state().isUp()
                    : request.states().contains(container.state());
            boolean shown =
                    !container.isOneOff() || everything || container.state().isUp();
            if ((meant || others) && state && shown && !container.isHook()) {
                found.add(container);
            }
        }
        found.sort(Comparator.comparing(ObservedContainer::name));
        return List.copyOf(found);
    }
}
