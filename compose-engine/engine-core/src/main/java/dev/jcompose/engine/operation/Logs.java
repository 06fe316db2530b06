package dev.jcompose.engine.operation;

import dev.jcompose.engine.Activity;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.LogRequest;
import dev.jcompose.engine.LogRequest.Follow;
import dev.jcompose.engine.LogRequest.Timestamps;
import dev.jcompose.engine.execute.ActivityHub;
import dev.jcompose.planner.desired.Labels;
import dev.jcompose.planner.observed.ContainerState;
import dev.jcompose.planner.observed.ObservedContainer;
import dev.jcompose.planner.resource.ContainerId;
import dev.jcompose.planner.resource.Replica;
import dev.jcompose.planner.resource.ResourceRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Delivers output of containers: {@code logs}. */
public final class Logs {
    /** How long output may still come after a container has ended. */
    private static final Duration LAST_OUTPUT = Duration.ofSeconds(2);

    private final OperationContext context;

    public Logs(OperationContext context) {
        this.context = context;
    }

    /**
     * Returns when all was delivered; when following, once none of the containers runs. Without following, the lines
     * of all containers come in the order of their times.
     */
    public void run(LogsRequest request) throws EngineException, OperationException, InterruptedException {
        switch (request.logs().follow()) {
            case NO -> TimeOrder.deliver(context.engine(), containers(request), stamped(request), request.output());
            case YES -> follow(request);
        }
    }

    /** Lines are always stamped: their order depends on it, and whether times are shown is up to the receiver. */
    private static LogRequest stamped(LogsRequest request) {
        var logs = request.logs();
        return new LogRequest(logs.follow(), logs.since(), logs.until(), logs.tail(), Timestamps.PREFIXED);
    }

    private List<ObservedContainer> containers(LogsRequest request)
            throws EngineException, OperationException, InterruptedException {
        return meant(request, Selection.of(context, request.scope()));
    }

    private static List<ObservedContainer> meant(LogsRequest request, Selection selection) throws OperationException {
        List<ObservedContainer> found = new ArrayList<>();
        for (ObservedContainer container : selection.replicas()) {
            boolean quiet = selection.origin() == Selection.Origin.ALL
                    && selection
                            .deployed()
                            .service(container.service())
                            .flatMap(service -> service.attach())
                            .map(attach -> !attach)
                            .orElse(false);
            boolean indexed = request.index().isEmpty() || request.index().equals(container.number());
            if (!quiet && indexed) {
                found.add(container);
            }
        }
        if (request.index().isPresent() && found.isEmpty()) {
            throw new OperationException("service \"" + String.join(", ", selection.services())
                    + "\" is not running container #" + request.index().getAsInt());
        }
        return found;
    }

    private void follow(LogsRequest request) throws EngineException, OperationException, InterruptedException {
        BlockingQueue<Activity> news = new LinkedBlockingQueue<>();
        try (var hub = ActivityHub.open(context.engine(), request.scope().project());
                var streams = new LogStreams(context, request.output())) {
            hub.listen(news::add);
            var selection = Selection.of(context, request.scope());
            Set<ContainerId> up = new LinkedHashSet<>();
            for (ObservedContainer container : meant(request, selection)) {
                if (container.state() == ContainerState.RUNNING
                        || container.state() == ContainerState.PAUSED
                        || container.state() == ContainerState.RESTARTING) {
                    up.add(container.id());
                }
                streams.follow(container.id(), container.resource(), stamped(request));
            }
            while (!up.isEmpty()) {
                took(request, selection, streams, up, news.take());
            }
            streams.awaitAll(LAST_OUTPUT);
        }
    }

    private void took(
            LogsRequest request, Selection selection, LogStreams streams, Set<ContainerId> up, Activity activity)
            throws EngineException, InterruptedException {
        String service = activity.attributes().getOrDefault(Labels.SERVICE, "");
        var number = activity.attributes().getOrDefault(Labels.CONTAINER_NUMBER, "");
        boolean meant = selection.services().contains(service)
                && number.matches("[1-9][0-9]{0,8}")
                && (request.index().isEmpty() || request.index().getAsInt() == Integer.parseInt(number));
        if (!meant) {
            return;
        }
        switch (activity.action()) {
            case "start" -> {
                up.add(activity.container());
                var resource =
                        new ResourceRef.Container(new Replica(service, Integer.parseInt(number)), activity.name());
                var logs = stamped(request);
                streams.awaitEnd(activity.container(), LAST_OUTPUT);
                streams.follow(
                        activity.container(),
                        resource,
                        new LogRequest(
                                Follow.YES, Optional.of(activity.at()), logs.until(), logs.tail(), logs.timestamps()));
            }
            case "die" -> {
                if (!comesBack(activity.container())) {
                    up.remove(activity.container());
                }
            }
            case "destroy" -> up.remove(activity.container());
            default -> {}
        }
    }

    private boolean comesBack(ContainerId id) throws EngineException, InterruptedException {
        try {
            return context.engine().containers().inspect(id).summary().state().isUp();
        } catch (EngineException e) {
            if (e.kind() == EngineException.Kind.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }
}
