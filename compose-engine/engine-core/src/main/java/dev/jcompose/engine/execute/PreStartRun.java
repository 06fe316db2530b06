package dev.jcompose.engine.execute;

import dev.jcompose.engine.AttachRequest;
import dev.jcompose.engine.Containers.RemoveOption;
import dev.jcompose.engine.CreateOptions;
import dev.jcompose.engine.Engine;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.Stdio;
import dev.jcompose.engine.event.EngineEvent;
import dev.jcompose.engine.event.EventSink;
import dev.jcompose.planner.plan.Step;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** Runs {@code pre_start} hooks, each in a container of its own. */
final class PreStartRun {
    /** How much of a hook's output a failure shows. */
    private static final int TAIL = 1024;

    private final Engine engine;
    private final EventSink events;

    PreStartRun(Engine engine, EventSink events) {
        this.engine = engine;
        this.events = events;
    }

    /** Runs it to its end. One that fails stays, so that it can be looked at; the next run removes it. */
    void run(Step.RunPreStart step) throws EngineException, StepFailure, InterruptedException {
        var containers = engine.containers();
        var made =
                containers.create(step.spec(), CreateOptions.named(step.spec().name()));
        made.warnings().forEach(text -> events.accept(new EngineEvent.Warning(Optional.of(step.resource()), text)));
        var output = new Output(step);
        int code;
        try (var attachment =
                containers.attach(made.id(), AttachRequest.live(), Stdio.outputTo((c, b) -> output.add(b)))) {
            containers.start(made.id());
            attachment.awaitEnd();
            code = containers.awaitExit(made.id());
        }
        if (code != 0) {
            String said = output.tail();
            throw new StepFailure("service \"" + step.resource().service() + "\" pre_start[" + step.index()
                    + "] exited with code " + code + (said.isEmpty() ? "" : ": " + said) + " (hook container "
                    + made.id().shortForm() + " retained for inspection)");
        }
        containers.remove(made.id(), Set.of(RemoveOption.ANONYMOUS_VOLUMES));
    }

    /** Tells whole lines as they come, and keeps the last of them. */
    private final class Output {
        private final Step.RunPreStart step;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private final StringBuilder last = new StringBuilder();

        Output(Step.RunPreStart step) {
            this.step = step;
        }

        synchronized void add(byte[] bytes) {
            for (byte b : bytes) {
                if (b == '\n') {
                    tell();
                } else {
                    line.write(b);
                }
            }
        }

        private void tell() {
            String text = line.toString(StandardCharsets.UTF_8).stripTrailing();
            line.reset();
            last.append(text).append('\n');
            if (last.length() > TAIL) {
                last.delete(0, last.length() - TAIL);
            }
            events.accept(new EngineEvent.HookOutput(step.resource(), step.index(), text));
        }

        synchronized String tail() {
            if (line.size() > 0) {
                tell();
            }
            return last.toString().strip();
        }
    }
}
