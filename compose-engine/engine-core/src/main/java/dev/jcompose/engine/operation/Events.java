package dev.jcompose.engine.operation;

import dev.jcompose.engine.ActivityFilter;
import dev.jcompose.engine.EngineException;
import dev.jcompose.model.value.Copies;
import dev.jcompose.planner.desired.Labels;
import java.util.Map;

/** Delivers what happens to containers: {@code events}. */
public final class Events {
    private final OperationContext context;

    public Events(OperationContext context) {
        this.context = context;
    }

    /** Returns when the time of the request is over; interrupting ends it too. */
    public void run(EventsRequest request) throws EngineException, OperationException, InterruptedException {
        var scope = request.scope();
        var services = scope.services().isEmpty()
                ? java.util.Set.<String>of()
                : Selection.of(context, scope).services();
        var filter = new ActivityFilter(
                Copies.of(Map.of(Labels.PROJECT, scope.project())), request.since(), request.until());
        try (var subscription = context.engine().subscribe(filter)) {
            for (var next = subscription.next(); next.isPresent(); next = subscription.next()) {
                var activity = next.get();
                boolean oneOff = "True".equals(activity.attributes().get(Labels.ONE_OFF));
                String service = activity.attributes().getOrDefault(Labels.SERVICE, "");
                if (!oneOff && (services.isEmpty() || services.contains(service))) {
                    request.sink().accept(activity);
                }
            }
        }
    }
}
