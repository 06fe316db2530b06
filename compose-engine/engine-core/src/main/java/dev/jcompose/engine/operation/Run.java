package dev.jcompose.engine.operation;

import dev.jcompose.engine.AttachRequest;
import dev.jcompose.engine.CreateOptions;
import dev.jcompose.engine.CreateOptions.Input;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.event.EngineEvent;
import dev.jcompose.engine.execute.ActivityHub;
import dev.jcompose.engine.execute.OneOffRunner;
import dev.jcompose.engine.execute.PlanExecutor.OnFailure;
import dev.jcompose.model.Service;
import dev.jcompose.planner.Planner;
import dev.jcompose.planner.UpOptions;
import dev.jcompose.planner.desired.ContainerSpec;
import dev.jcompose.planner.desired.ContainerSpec.Lifetime;
import dev.jcompose.planner.desired.ContainerSpecs;
import dev.jcompose.planner.desired.Desired;
import dev.jcompose.planner.plan.Plan;
import dev.jcompose.planner.resource.ContainerId;
import dev.jcompose.planner.resource.PlanException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Runs a one-off container: {@code run}. */
public final class Run {
    private final OperationContext context;

    public Run(OperationContext context) {
        this.context = context;
    }

    /** What {@link #run} would do, as far as it can be told before images are fetched. Changes nothing, asks nobody. */
    public Plan plan(RunRequest request) throws EngineException, OperationException, InterruptedException {
        var prepared = new Up(context).observe(request.up());
        try {
            var spec = oneOff(request, request.service(), prepared.desired());
            return Planner.oneOff(spec, prepared.desired(), prepared.observed(), options(request, prepared.options()));
        } catch (PlanException e) {
            throw OperationException.of(e);
        }
    }

    /** Brings up what it needs, runs it, and returns when it has ended or, detached, has started. */
    public RunResult run(RunRequest request) throws EngineException, OperationException, InterruptedException {
        var prepared = new Up(context).prepare(request.up());
        String project = request.up().project().name();
        ContainerSpec spec;
        try {
            String service = request.service().name();
            Plan before = Planner.dependenciesOf(
                    service, prepared.desired(), prepared.observed(), options(request, prepared.options()));
            new Walks(context).walk(before, project, OnFailure.BEGIN_NOTHING);
            spec = oneOff(
                    request,
                    prepared.variables()
                            .into(
                                    request.service(),
                                    text -> context.events().accept(new EngineEvent.Warning(Optional.empty(), text))),
                    prepared.desired());
        } catch (PlanException e) {
            throw OperationException.of(e);
        }
        return switch (request.mode()) {
            case DETACHED -> detached(spec);
            case ATTACHED -> attached(request, spec, project);
        };
    }

    private static UpOptions options(RunRequest request, UpOptions options) {
        return options.dependencies() == UpOptions.Dependencies.INCLUDE
                ? options.withTargets(Set.of())
                // Nothing but its networks and volumes: the service itself is the only target.
                : options.withTargets(Set.of(request.service().name()));
    }

    private static ContainerSpec oneOff(RunRequest request, Service service, Desired desired) throws PlanException {
        String slug = slug();
        String name = request.name()
                .orElseGet(() ->
                        desired.naming().join(desired.project().name(), service.name(), "run", slug.substring(0, 12)));
        return new ContainerSpecs(desired)
                .oneOff(
                        service,
                        name,
                        slug,
                        switch (request.aliases()) {
                            case OWN_NAME_ONLY -> ContainerSpecs.Aliases.OWN_NAME_ONLY;
                            case OF_SERVICE -> ContainerSpecs.Aliases.OF_SERVICE;
                        },
                        request.lifetime());
    }

    private static String slug() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private RunResult detached(ContainerSpec spec) throws EngineException, OperationException, InterruptedException {
        var runner = new OneOffRunner(context.engine(), context.events());
        ContainerId id = runner.create(spec, CreateOptions.named(spec.name()));
        start(runner, spec, id);
        return new RunResult(id, spec.name(), 0);
    }

    private RunResult attached(RunRequest request, ContainerSpec spec, String project)
            throws EngineException, OperationException, InterruptedException {
        var runner = new OneOffRunner(context.engine(), context.events());
        Input input = request.stdio().input().isPresent() ? Input.ATTACHED_ONCE : Input.NOT_ATTACHED;
        ContainerId id = runner.create(spec, new CreateOptions(spec.name(), java.util.List.of(), input));
        try (var hub = ActivityHub.open(context.engine(), project)) {
            var end = ProcessEnd.listen(hub, id);
            try (var attachment = context.engine().containers().attach(id, AttachRequest.live(), request.stdio());
                    var _ = new SignalForwarder(context.engine(), id, request.signals())) {
                start(runner, spec, id);
                attachment.awaitEnd();
                OptionalInt code = end.await();
                if (code.isPresent() && request.lifetime() == Lifetime.REMOVED_AT_EXIT) {
                    end.awaitRemoval();
                }
                return new RunResult(id, spec.name(), code.orElse(0));
            }
        }
    }

    private void start(OneOffRunner runner, ContainerSpec spec, ContainerId id)
            throws EngineException, OperationException, InterruptedException {
        try {
            runner.start(spec, id);
        } catch (dev.jcompose.engine.execute.StepFailure e) {
            throw new OperationException(String.valueOf(e.getMessage()), 1, e);
        }
    }
}
