package dev.jcompose.engine.execute;

import dev.jcompose.engine.CreateOptions;
import dev.jcompose.engine.Engine;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.event.EngineEvent;
import dev.jcompose.engine.event.EventSink;
import dev.jcompose.planner.desired.ContainerSpec;
import dev.jcompose.planner.desired.Labels;
import dev.jcompose.planner.observed.ObservedImage;
import dev.jcompose.planner.plan.Reason;
import dev.jcompose.planner.plan.Step;
import dev.jcompose.planner.plan.Target;
import dev.jcompose.planner.resource.ContainerId;
import java.util.Optional;

/** Creates and starts one container that is in no plan, in the same way as those that are. */
public final class OneOffRunner {
    private final Engine engine;
    private final EventSink events;

    public OneOffRunner(Engine engine, EventSink events) {
        this.engine = engine;
        this.events = events;
    }

    /** Creates it with its secrets and configs. */
    public ContainerId create(ContainerSpec spec, CreateOptions options) throws EngineException, InterruptedException {
        var digest = engine.images().find(spec.image()).map(ObservedImage::id);
        var labelled = digest.map(id -> spec.withLabel(Labels.IMAGE, id)).orElse(spec);
        var made = engine.containers().create(labelled, options);
        made.warnings().forEach(text -> events.accept(new EngineEvent.Warning(Optional.of(spec.resource()), text)));
        StepRunner.giveFiles(engine, made.id(), spec);
        return made.id();
    }

    /** Starts it and runs what its service has for after a start. */
    public void start(ContainerSpec spec, ContainerId id) throws EngineException, StepFailure, InterruptedException {
        engine.containers().start(id);
        var hooks = new Hooks(engine);
        var target = new Target.Existing(id, spec.name(), spec.resource());
        for (var hook : spec.service().postStart()) {
            hooks.run(id, new Step.RunHook(target, Step.HookKind.POST_START, hook, new Reason.Declared()));
        }
    }
}
