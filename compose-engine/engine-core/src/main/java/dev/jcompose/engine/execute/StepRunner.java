package dev.jcompose.engine.execute;

import dev.jcompose.engine.Containers.CopyOwnership;
import dev.jcompose.engine.Containers.RemoveOption;
import dev.jcompose.engine.CreateOptions;
import dev.jcompose.engine.Engine;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.EngineException.Kind;
import dev.jcompose.engine.event.Action;
import dev.jcompose.engine.event.EngineEvent;
import dev.jcompose.engine.event.EventSink;
import dev.jcompose.planner.desired.ContainerSpec;
import dev.jcompose.planner.desired.Labels;
import dev.jcompose.planner.desired.SharedContainers;
import dev.jcompose.planner.observed.ObservedImage;
import dev.jcompose.planner.plan.Step;
import dev.jcompose.planner.plan.Step.WhenInUse;
import dev.jcompose.planner.plan.StepId;
import dev.jcompose.planner.plan.Target;
import dev.jcompose.planner.resource.ContainerId;
import dev.jcompose.planner.resource.ResourceRef;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Carries out one step with calls to the engine. */
final class StepRunner {
    /** What became of a step that did not fail. */
    enum Result {
        DONE,
        /** Something else uses what it was to remove. */
        IN_USE
    }

    private final Engine engine;
    private final EventSink events;
    private final Retries retries;
    private final Conditions conditions;
    private final Hooks hooks;
    private final PreStartRun preStart;
    private final ProviderCalls providers;
    private final StartListener starts;
    private final Map<StepId, ContainerId> created = new ConcurrentHashMap<>();
    private final Map<String, Optional<String>> digests = new ConcurrentHashMap<>();

    StepRunner(Engine engine, EventSink events, Conditions conditions, StartListener starts, ProviderCalls providers) {
        this.engine = engine;
        this.events = events;
        this.retries = new Retries(events);
        this.conditions = conditions;
        this.hooks = new Hooks(engine);
        this.preStart = new PreStartRun(engine, events);
        this.providers = providers;
        this.starts = starts;
    }

    Result run(StepId id, Step step) throws EngineException, StepFailure, InterruptedException {
        return switch (step) {
            case Step.PullImage s -> pull(s);
            case Step.CreateNetwork s -> createNetwork(s);
            case Step.RemoveNetwork s ->
                remove(s.whenInUse(), () -> engine.networks().remove(s.id()));
            case Step.ConnectNetwork s -> {
                engine.networks().connect(s.network().networkName(), idOf(s.container()), s.network());
                yield Result.DONE;
            }
            case Step.DisconnectNetwork s -> {
                engine.networks().disconnect(s.networkId(), idOf(s.container()));
                yield Result.DONE;
            }
            case Step.CreateVolume s -> {
                retries.call(s.resource(), Action.CREATE, () -> {
                    engine.volumes().create(s.volume());
                    return Result.DONE;
                });
                yield Result.DONE;
            }
            case Step.RemoveVolume s ->
                remove(s.whenInUse(), () -> engine.volumes().remove(s.resource().name()));
            case Step.RemoveImage s ->
                remove(s.whenInUse(), () -> engine.images().remove(s.resource().name()));
            case Step.CreateContainer s -> createContainer(id, s);
            case Step.RunPreStart s -> {
                preStart.run(s);
                yield Result.DONE;
            }
            case Step.RunProvider s -> {
                providers.run(s);
                yield Result.DONE;
            }
            case Step.AwaitCondition s -> await(s);
            case Step.OfContainer s -> onContainer(s, idOf(s.container()));
        };
    }

    private Result onContainer(Step.OfContainer step, ContainerId id)
            throws EngineException, StepFailure, InterruptedException {
        var containers = engine.containers();
        switch (step) {
            case Step.StartContainer s -> {
                starts.beforeStart(id, s.resource());
                retries.call(s.resource(), Action.START, () -> {
                    containers.start(id);
                    return Result.DONE;
                });
            }
            case Step.StopContainer s -> ignoringGone(() -> containers.stop(id, s.grace()));
            case Step.KillContainer s -> containers.kill(id, s.signal());
            case Step.RestartContainer s -> {
                starts.beforeStart(id, s.resource());
                containers.restart(id, s.grace());
            }
            case Step.PauseContainer s -> containers.pause(id);
            case Step.UnpauseContainer s -> containers.unpause(id);
            case Step.RemoveContainer s -> {
                var options = EnumSet.of(RemoveOption.FORCE);
                if (s.volumes() == Step.AnonymousVolumes.REMOVE) {
                    options.add(RemoveOption.ANONYMOUS_VOLUMES);
                }
                ignoringGone(() -> containers.remove(id, options));
            }
            case Step.RenameContainer s -> containers.rename(id, s.to());
            case Step.RunHook s -> hooks.run(id, s);
        }
        return Result.DONE;
    }

    private ContainerId idOf(Target target) {
        return switch (target) {
            case Target.Existing(var id, var name, var resource) -> id;
            case Target.Created(var by, var resource) ->
                Objects.requireNonNull(created.get(by), () -> "step " + by + " has not made " + resource.key());
        };
    }

    private Result pull(Step.PullImage step) throws EngineException, InterruptedException {
        return retries.pull(step.resource(), () -> {
            engine.images()
                    .pull(
                            step.image(),
                            step.platform(),
                            (layer, status, current, total) -> events.accept(
                                    new EngineEvent.PullProgress(step.resource(), layer, status, current, total)));
            return Result.DONE;
        });
    }

    private Result createNetwork(Step.CreateNetwork step) throws EngineException, InterruptedException {
        try {
            engine.networks().create(step.network());
        } catch (EngineException e) {
            // Somebody was faster; the same project started twice at once is no failure.
            if (e.kind() != Kind.CONFLICT) {
                throw e;
            }
        }
        return Result.DONE;
    }

    private Result createContainer(StepId id, Step.CreateContainer step) throws EngineException, InterruptedException {
        ContainerSpec spec = step.spec();
        if (!step.shared().isEmpty()) {
            Map<String, ContainerId> shared = new LinkedHashMap<>();
            step.shared().forEach((service, target) -> shared.put(service, idOf(target)));
            spec = new SharedContainers(shared).into(spec);
        }
        var digest = digestOf(spec.image());
        if (digest.isPresent()) {
            spec = spec.withLabel(Labels.IMAGE, digest.get());
        }
        var made = engine.containers()
                .create(spec, new CreateOptions(step.createdAs(), step.inherited(), CreateOptions.Input.NOT_ATTACHED));
        created.put(id, made.id());
        made.warnings().forEach(text -> events.accept(new EngineEvent.Warning(Optional.of(step.resource()), text)));
        giveFiles(engine, made.id(), spec);
        return Result.DONE;
    }

    /** Copies secrets and configs into a container that was just made. */
    static void giveFiles(Engine engine, ContainerId id, ContainerSpec spec)
            throws EngineException, InterruptedException {
        if (!spec.files().isEmpty()) {
            engine.containers().copyIn(id, "/", FilesTar.of(spec.files()), CopyOwnership.FROM_ARCHIVE);
        }
    }

    private Optional<String> digestOf(String image) throws EngineException, InterruptedException {
        Optional<String> known = digests.get(image);
        if (known == null) {
            known = engine.images().find(image).map(ObservedImage::id);
            digests.put(image, known);
        }
        return known;
    }

    private Result await(Step.AwaitCondition step) throws EngineException, StepFailure, InterruptedException {
        Map<ContainerId, ResourceRef.OfContainer> containers = new LinkedHashMap<>();
        step.containers().forEach(target -> containers.put(idOf(target), target.resource()));
        conditions.await(step, containers);
        return Result.DONE;
    }

    private interface Call {
        void run() throws EngineException, InterruptedException;
    }

    private static Result remove(WhenInUse whenInUse, Call call) throws EngineException, InterruptedException {
        try {
            call.run();
        } catch (EngineException e) {
            switch (e.kind()) {
                case NOT_FOUND -> {
                    // gone already: just what was wanted
                }
                case CONFLICT -> {
                    if (whenInUse == WhenInUse.WARN) {
                        return Result.IN_USE;
                    }
                    throw e;
                }
                case NOT_MODIFIED, INVALID, UNAUTHORIZED, UNAVAILABLE, UNSUPPORTED, OTHER -> throw e;
            }
        }
        return Result.DONE;
    }

    private static void ignoringGone(Call call) throws EngineException, InterruptedException {
        try {
            call.run();
        } catch (EngineException e) {
            if (e.kind() != Kind.NOT_FOUND && e.kind() != Kind.NOT_MODIFIED) {
                throw e;
            }
        }
    }
}
