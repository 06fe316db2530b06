package dev.jcompose.engine.operation;

import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.event.EngineEvent;
import dev.jcompose.engine.execute.ActivityHub;
import dev.jcompose.engine.execute.PlanExecutor.OnFailure;
import dev.jcompose.engine.observe.Observer;
import dev.jcompose.engine.provider.ProvidedVariables;
import dev.jcompose.model.Project;
import dev.jcompose.planner.ImagePolicy;
import dev.jcompose.planner.Planner;
import dev.jcompose.planner.UpOptions;
import dev.jcompose.planner.desired.Desired;
import dev.jcompose.planner.desired.VolumeSpec;
import dev.jcompose.planner.observed.ContainerState;
import dev.jcompose.planner.observed.Observed;
import dev.jcompose.planner.observed.ObservedContainer;
import dev.jcompose.planner.plan.Plan;
import dev.jcompose.planner.plan.Step;
import dev.jcompose.planner.resource.ContainerId;
import dev.jcompose.planner.resource.PlanException;
import dev.jcompose.planner.resource.ResourceRef;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes what the model wants exist and run: {@code up}, and {@code create} and {@code scale} by their options. */
public final class Up {
    private final OperationContext context;
    private final Observer observer;

    public Up(OperationContext context) {
        this.context = context;
        this.observer = new Observer(context.engine());
    }

    /** What {@link #run} would do, as far as it can be told before images are fetched. Changes nothing, asks nobody. */
    public Plan plan(UpRequest request) throws EngineException, OperationException, InterruptedException {
        var prepared = observe(request);
        try {
            return Planner.up(prepared.desired(), prepared.observed(), prepared.options());
        } catch (PlanException e) {
            throw OperationException.of(e);
        }
    }

    /** Does it. */
    public UpResult run(UpRequest request) throws EngineException, OperationException, InterruptedException {
        var prepared = prepare(request);
        Plan plan;
        try {
            plan = Planner.up(prepared.desired(), prepared.observed(), prepared.options());
        } catch (PlanException e) {
            throw OperationException.of(e);
        }
        String project = request.project().name();
        int exitCode = switch (request.attendance()) {
            case UpRequest.Attendance.Detach() -> {
                new Walks(context).walk(plan, project, OnFailure.BEGIN_NOTHING);
                yield 0;
            }
            case UpRequest.Attendance.AwaitHealthy(var limit) -> {
                Limited.run(limit, () -> new Walks(context).walk(plan, project, OnFailure.BEGIN_NOTHING));
                yield 0;
            }
            case UpRequest.Attendance.Attach attach -> attached(request, attach, plan, prepared.observed());
        };
        return new UpResult(plan, exitCode);
    }

    /** What is wanted and what there is, once images are there and the user was asked. */
    record Prepared(Desired desired, Observed observed, UpOptions options, ProvidedVariables variables) {}

    /** Looks at what there is, and does nothing. */
    Prepared observe(UpRequest request) throws EngineException, OperationException, InterruptedException {
        try {
            var desired = desired(request, request.project());
            return new Prepared(desired, observer.forUp(desired), options(request), new ProvidedVariables());
        } catch (PlanException e) {
            throw OperationException.of(e);
        }
    }

    /** Fetches images and asks for consent, so that the plan can be made. */
    Prepared prepare(UpRequest request) throws EngineException, OperationException, InterruptedException {
        try {
            var desired = desired(request, request.project());
            var options = options(request);
            var variables = new ProvidedVariables();
            var calls = Planner.providers(desired, options);
            if (!calls.isEmpty()) {
                variables = new Walks(context)
                        .callProviders(calls, request.project().name());
                desired = desired(request, variables.into(request.project(), this::warn));
                options = options.withProviders(UpOptions.Providers.CALLED);
            }
            var observed = observer.forUp(desired);
            var pulls = Planner.pulls(desired, observed, options);
            if (!pulls.isEmpty()) {
                Set<String> fetched = new LinkedHashSet<>();
                pulls.nodes().forEach(node -> {
                    if (node.step() instanceof Step.PullImage pull) {
                        fetched.add(pull.image());
                    }
                });
                new Walks(context).walk(pulls, request.project().name(), OnFailure.BEGIN_NOTHING);
                observed = observer.withImagesAgain(observed, fetched);
                options = options.withImages(options.images().withFetched(fetched));
            }
            return new Prepared(
                    desired, observed, options.withVolumesToReplace(agreed(request, desired, observed)), variables);
        } catch (PlanException e) {
            throw OperationException.of(e);
        }
    }

    private void warn(String text) {
        context.events().accept(new EngineEvent.Warning(Optional.empty(), text));
    }

    private static Desired desired(UpRequest request, Project project) throws PlanException {
        return Desired.of(project, request.origins(), request.scale(), request.environmentFiles(), request.naming());
    }

    private UpOptions options(UpRequest request) {
        var options = request.options()
                .withImages(new ImagePolicy(request.pull(), context.clock().instant(), Set.of()));
        return request.attendance() instanceof UpRequest.Attendance.AwaitHealthy
                ? options.withExtent(UpOptions.Extent.HEALTHY)
                : options;
    }

    private static Set<String> agreed(UpRequest request, Desired desired, Observed observed) {
        Set<String> agreed = new LinkedHashSet<>();
        for (VolumeSpec volume : Planner.divergedVolumes(desired, observed)) {
            switch (request.consent().toReplace(volume.resource())) {
                case YES -> agreed.add(volume.key());
                case NO -> {}
            }
        }
        return agreed;
    }

    private int attached(UpRequest request, UpRequest.Attendance.Attach attach, Plan plan, Observed observed)
            throws EngineException, OperationException, InterruptedException {
        try (var hub = ActivityHub.open(context.engine(), request.project().name());
                var streams = new LogStreams(context, attach.output())) {
            return new UpSession(context, request, attach, plan, hub, streams).run(unchanged(plan, observed));
        }
    }

    /** Containers that run and that the plan leaves alone. */
    private static Map<ContainerId, ResourceRef.OfContainer> unchanged(Plan plan, Observed observed) {
        Map<ContainerId, ResourceRef.OfContainer> up = new LinkedHashMap<>();
        for (ObservedContainer container : observed.containers()) {
            if (container.state() == ContainerState.RUNNING && plan.unchanged().contains(container.resource())) {
                up.put(container.id(), container.resource());
            }
        }
        return up;
    }
}
