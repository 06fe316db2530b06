package dev.jcompose.engine.execute;

import dev.jcompose.engine.Engine;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.ExecRequest;
import dev.jcompose.engine.Stdio;
import dev.jcompose.model.Hook;
import dev.jcompose.planner.plan.Step;
import dev.jcompose.planner.resource.ContainerId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs hooks of services inside their containers. */
final class Hooks {
    /** How much of a hook's output a failure shows. */
    private static final int TAIL = 1024;

    private final Engine engine;

    Hooks(Engine engine) {
        this.engine = engine;
    }

    void run(ContainerId id, Step.RunHook step) throws EngineException, StepFailure, InterruptedException {
        var output = new ByteArrayOutputStream();
        int code;
        try {
            code = engine.containers().exec(id, request(step.hook()), Stdio.outputTo((channel, bytes) -> {
                synchronized (output) {
                    output.write(bytes, 0, bytes.length);
                }
            }));
        } catch (EngineException e) {
            boolean gone = e.kind() == EngineException.Kind.NOT_FOUND || e.kind() == EngineException.Kind.CONFLICT;
            if (gone && step.kind() == Step.HookKind.PRE_STOP) {
                return; // it went down by itself meanwhile: nothing is left to be told
            }
            throw e;
        }
        if (code != 0) {
            String said = output.toString(StandardCharsets.UTF_8).strip();
            if (said.length() > TAIL) {
                said = said.substring(said.length() - TAIL);
            }
            throw new StepFailure(step.resource().service() + " hook exited with status " + code
                    + (said.isEmpty() ? "" : ": " + said));
        }
    }

    private static ExecRequest request(Hook hook) {
        List<String> environment = new ArrayList<>();
        hook.environment().forEach((name, value) -> value.ifPresent(text -> environment.add(name + "=" + text)));
        return new ExecRequest(
                hook.command().orElse(List.of()),
                environment,
                hook.user(),
                hook.workingDir(),
                hook.privileged() ? ExecRequest.Privileges.ALL : ExecRequest.Privileges.OF_CONTAINER,
                ExecRequest.Tty.NONE,
                Optional.empty());
    }
}
