package dev.jcompose.engine.execute;

import dev.jcompose.engine.Engine;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.event.EngineEvent;
import dev.jcompose.engine.event.EventSink;
import dev.jcompose.engine.provider.ProvidedVariables;
import dev.jcompose.engine.provider.ProviderException;
import dev.jcompose.engine.provider.ProviderProgram;
import dev.jcompose.planner.plan.Step;
import java.util.Map;

/** Calls the programs that provide services, and keeps what they want to be set in others. */
public final class ProviderCalls {
    private final Engine engine;
    private final EventSink events;
    private final ProvidedVariables variables = new ProvidedVariables();

    public ProviderCalls(Engine engine, EventSink events) {
        this.engine = engine;
        this.events = events;
    }

    void run(Step.RunProvider step) throws EngineException, StepFailure, InterruptedException {
        String endpoint = engine.info().endpoint();
        Map<String, String> docker = endpoint.contains("://") ? Map.of("DOCKER_HOST", endpoint) : Map.of();
        try {
            new ProviderProgram(step.project(), step.service(), docker)
                    .call(
                            step.provision(),
                            variables,
                            text -> events.accept(new EngineEvent.Progressing(step.resource(), text)));
        } catch (ProviderException e) {
            throw new StepFailure(String.valueOf(e.getMessage()));
        }
    }

    /** What has been told so far. */
    public ProvidedVariables variables() {
        return variables;
    }
}
