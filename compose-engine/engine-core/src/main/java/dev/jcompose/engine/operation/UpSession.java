package dev.jcompose.engine.operation;

import dev.jcompose.engine.Activity;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.LogRequest;
import dev.jcompose.engine.event.EngineEvent;
import dev.jcompose.engine.event.EngineEvent.Then;
import dev.jcompose.engine.execute.ActivityHub;
import dev.jcompose.engine.execute.PlanExecutor.OnFailure;
import dev.jcompose.planner.desired.Labels;
import dev.jcompose.planner.observed.ContainerState;
import dev.jcompose.planner.plan.Plan;
import dev.jcompose.planner.resource.ContainerId;
import dev.jcompose.planner.resource.Replica;
import dev.jcompose.planner.resource.ResourceRef;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An attached {@code up}. One thread takes in everything that matters, in order: what happens to containers, what the
 * user wants, how starting and stopping went; all decisions are made there.
 */
final class UpSession {
    /** How long output may still come after a container has ended. */
    private static final Duration LAST_OUTPUT = Duration.ofSeconds(2);

    private sealed interface News {
        record Happened(Activity activity) implements News {}

        record StopWanted() implements News {}

        record Started(Optional<OperationException> failure) implements News {}

        record Stopped(Optional<Exception> failure) implements News {}
    }

    private final OperationContext context;
    private final UpRequest request;
    private final UpRequest.Attendance.Attach attach;
    private final Plan plan;
    private final ActivityHub hub;
    private final LogStreams streams;
    private final BlockingQueue<News> news = new LinkedBlockingQueue<>();
    private final Map<ContainerId, ResourceRef.OfContainer> tracked = new ConcurrentHashMap<>();
    private final Set<ContainerId> attachedBeforeStart = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> lastExit = new LinkedHashMap<>();
    private final Set<String> watched;
    private final AtomicBoolean announced = new AtomicBoolean();
    private List<ResourceRef.OfContainer> toAttach = List.of();
    private boolean starting = true;
    private boolean stopping;
    private OptionalInt exitCode = OptionalInt.empty();

    UpSession(
            OperationContext context,
            UpRequest request,
            UpRequest.Attendance.Attach attach,
            Plan plan,
            ActivityHub hub,
            LogStreams streams) {
        this.context = context;
        this.request = request;
        this.attach = attach;
        this.plan = plan;
        this.hub = hub;
        this.streams = streams;
        this.watched = watched();
    }

    /** The services whose ends count: those named, those whose output is shown, and the one whose code is wanted. */
    private Set<String> watched() {
        if (request.options().targets().isEmpty()) {
            return request.project().services().keySet();
        }
        Set<String> services = new LinkedHashSet<>(request.options().targets());
        services.addAll(attach.services());
        if (attach.exitRule() instanceof ExitRule.CodeOf(String service)) {
            services.add(service);
        }
        return services;
    }

    /** Returns the exit code of the command. */
    int run(Map<ContainerId, ResourceRef.OfContainer> alreadyUp)
            throws EngineException, OperationException, InterruptedException {
        hub.listen(activity -> news.add(new News.Happened(activity)));
        for (var container : alreadyUp.entrySet()) {
            if (watched.contains(container.getValue().service())) {
                tracked.put(container.getKey(), container.getValue());
            }
            if (attach.services().contains(container.getValue().service())) {
                streams.attach(container.getKey(), container.getValue());
            }
        }
        toAttach = attached(alreadyUp);
        Thread starter = Thread.ofVirtual().name("up-start").start(this::start);
        Thread listener = Thread.ofVirtual().name("up-stop-requests").start(this::listenForStops);
        try {
            return decide(starter);
        } finally {
            starter.interrupt();
            listener.interrupt();
            starter.join();
        }
    }

    private List<ResourceRef.OfContainer> attached(Map<ContainerId, ResourceRef.OfContainer> alreadyUp) {
        Map<String, ResourceRef.OfContainer> byName = new java.util.TreeMap<>();
        alreadyUp.values().forEach(container -> byName.put(container.name(), container));
        plan.nodes().forEach(node -> {
            if (node.step() instanceof dev.jcompose.planner.plan.Step.StartContainer start) {
                byName.put(start.resource().name(), start.resource());
            }
        });
        return byName.values().stream()
                .filter(container -> attach.services().contains(container.service()))
                .toList();
    }

    private void start() {
        try {
            new Walks(context).walk(plan, OnFailure.BEGIN_NOTHING, hub, (id, container) -> {
                announce();
                if (watched.contains(container.service())) {
                    tracked.put(id, container);
                }
                if (attach.services().contains(container.service())) {
                    attachedBeforeStart.add(id);
                    streams.attach(id, container);
                }
            });
            announce();
            news.add(new News.Started(Optional.empty()));
        } catch (OperationException e) {
            news.add(new News.Started(Optional.of(e)));
        } catch (InterruptedException e) {
            news.add(new News.Started(Optional.empty()));
            Thread.currentThread().interrupt();
        }
    }

    /** Once, before anything starts: from here on output may come. */
    private void announce() {
        if (announced.compareAndSet(false, true)) {
            context.events().accept(new EngineEvent.Attaching(toAttach));
        }
    }

    private void listenForStops() {
        try {
            while (true) {
                attach.stopRequests().awaitNext();
                news.add(new News.StopWanted());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the session is over
        }
    }

    private int decide(Thread starter) throws EngineException, OperationException, InterruptedException {
        while (true) {
            switch (news.take()) {
                case News.Happened(Activity activity) -> happened(activity, starter);
                case News.StopWanted() -> {
                    if (stopping) {
                        return kill();
                    }
                    context.events().accept(new EngineEvent.GracefulStop());
                    exitCode = OptionalInt.of(130);
                    stop(starter, stopScope());
                }
                case News.Started(var failure) -> {
                    starting = false;
                    if (failure.isPresent() && !stopping) {
                        throw failure.get();
                    }
                }
                case News.Stopped(var failure) -> {
                    finish(starter);
                    return exitCodeAfterStop(failure);
                }
            }
            if (!stopping && !starting && tracked.isEmpty()) {
                finish(starter);
                return 0;
            }
        }
    }

    private void happened(Activity activity, Thread starter) throws EngineException, InterruptedException {
        String service = activity.attributes().getOrDefault(Labels.SERVICE, "");
        boolean ours = activity.attributes().containsKey(Labels.CONFIG_HASH)
                && !"True".equals(activity.attributes().get(Labels.ONE_OFF))
                && watched.contains(service);
        if (!ours) {
            return;
        }
        switch (activity.action()) {
            case "start" -> {
                var container = tracked.computeIfAbsent(activity.container(), id -> resource(activity));
                // The first start of those we started ourselves is being delivered, or was already.
                if (attach.services().contains(service) && !attachedBeforeStart.remove(activity.container())) {
                    streams.follow(activity.container(), container, LogRequest.followSince(activity.at()));
                }
            }
            case "create" -> {
                if (activity.attributes().containsKey(Labels.REPLACE) && !starting) {
                    context.events().accept(new EngineEvent.ContainerReplaced(resource(activity)));
                }
            }
            case "die" -> died(activity, starter);
            case "destroy" -> tracked.remove(activity.container());
            default -> {}
        }
    }

    private void died(Activity activity, Thread starter) throws EngineException, InterruptedException {
        var container = tracked.get(activity.container());
        if (container == null) {
            return; // the one a replacement has made way for
        }
        int code = activity.exitCode().orElse(0);
        lastExit.put(container.service(), code);
        streams.awaitEnd(activity.container(), LAST_OUTPUT);
        Then then = comesBack(activity.container()) ? Then.RESTARTS : Then.STAYS_DOWN;
        if (attach.services().contains(container.service())) {
            context.events().accept(new EngineEvent.ContainerExited(container, code, then));
        }
        if (then == Then.RESTARTS) {
            return;
        }
        tracked.remove(activity.container());
        if (!stopping && endsAll(code)) {
            context.events().accept(new EngineEvent.Aborting(container));
            exitCode = OptionalInt.of(code);
            stop(starter, List.of());
        }
    }

    private boolean comesBack(ContainerId id) throws EngineException, InterruptedException {
        try {
            var state = context.engine().containers().inspect(id).summary().state();
            return state == ContainerState.RESTARTING || state == ContainerState.RUNNING;
        } catch (EngineException e) {
            if (e.kind() == EngineException.Kind.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    private boolean endsAll(int code) {
        return switch (attach.exitRule()) {
            case ExitRule.WhenAllEnded() -> false;
            case ExitRule.OnFirstExit() -> true;
            case ExitRule.OnFirstFailure() -> code != 0;
            case ExitRule.CodeOf(String service) -> true;
        };
    }

    private List<String> stopScope() {
        // Dependencies that were started for them only keep running.
        return List.copyOf(request.options().targets());
    }

    /** Stops services in the background, so that their last output and their ends still show. */
    private void stop(Thread starter, List<String> services) {
        stopping = true;
        starter.interrupt();
        Thread.ofVirtual().name("up-stop").start(() -> {
            try {
                starter.join(); // no container may start behind the back of the stop
                var scope = ProjectScope.of(request.project(), services);
                new Stop(context).run(new StopRequest(scope, request.options().stopGrace()));
                news.add(new News.Stopped(Optional.empty()));
            } catch (EngineException | OperationException e) {
                news.add(new News.Stopped(Optional.of(e)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private int exitCodeAfterStop(Optional<Exception> failure) throws EngineException, OperationException {
        if (failure.isPresent()) {
            switch (failure.get()) {
                case EngineException e -> throw e;
                case OperationException e -> throw e;
                case RuntimeException e -> throw e;
                case Exception e -> throw new IllegalStateException(e);
            }
        }
        if (attach.exitRule() instanceof ExitRule.CodeOf(String service) && exitCode.orElse(0) != 130) {
            return lastExit.getOrDefault(service, 0);
        }
        return exitCode.orElse(0);
    }

    /** Takes in what happened while containers were stopped, and the rest of their output. */
    private void finish(Thread starter) throws EngineException, InterruptedException {
        streams.awaitAll(LAST_OUTPUT);
        for (News late = news.poll(); late != null; late = news.poll()) {
            if (late instanceof News.Happened(Activity activity)) {
                happened(activity, starter);
            }
        }
    }

    private int kill() throws EngineException, InterruptedException {
        for (ContainerId id : List.copyOf(tracked.keySet())) {
            try {
                context.engine().containers().kill(id, "SIGKILL");
            } catch (EngineException e) {
                if (e.kind() != EngineException.Kind.CONFLICT && e.kind() != EngineException.Kind.NOT_FOUND) {
                    throw e;
                }
            }
        }
        return 137;
    }

    private static ResourceRef.OfContainer resource(Activity activity) {
        String service = activity.attributes().getOrDefault(Labels.SERVICE, "");
        String number = activity.attributes().getOrDefault(Labels.CONTAINER_NUMBER, "");
        return number.matches("[1-9][0-9]{0,8}")
                ? new ResourceRef.Container(new Replica(service, Integer.parseInt(number)), activity.name())
                : new ResourceRef.OneOff(service, activity.name());
    }
}
