package dev.jcompose.engine.operation;

import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.execute.ActivityHub;
import dev.jcompose.engine.execute.PlanExecutor;
import dev.jcompose.engine.execute.PlanExecutor.OnFailure;
import dev.jcompose.engine.execute.ProviderCalls;
import dev.jcompose.engine.execute.StartListener;
import dev.jcompose.engine.provider.ProvidedVariables;
import dev.jcompose.planner.plan.Plan;

/** Walks plans for operations: one way to do it, one way to fail. */
final class Walks {
    private final OperationContext context;

    Walks(OperationContext context) {
        this.context = context;
    }

    /** Walks a plan with a subscription of its own. */
    Plan walk(Plan plan, String project, OnFailure onFailure)
            throws EngineException, OperationException, InterruptedException {
        try (var hub = ActivityHub.open(context.engine(), project)) {
            walk(plan, onFailure, hub, StartListener.none());
        }
        return plan;
    }

    /** Walks a plan of calls of providers, and returns what they want to be set in the services that depend on them. */
    ProvidedVariables callProviders(Plan plan, String project)
            throws EngineException, OperationException, InterruptedException {
        var providers = new ProviderCalls(context.engine(), context.events());
        try (var hub = ActivityHub.open(context.engine(), project)) {
            walk(plan, OnFailure.BEGIN_NOTHING, hub, StartListener.none(), providers);
        }
        return providers.variables();
    }

    /** Walks a plan; every failed step is part of the failure. */
    void walk(Plan plan, OnFailure onFailure, ActivityHub hub, StartListener starts)
            throws OperationException, InterruptedException {
        walk(plan, onFailure, hub, starts, new ProviderCalls(context.engine(), context.events()));
    }

    private void walk(Plan plan, OnFailure onFailure, ActivityHub hub, StartListener starts, ProviderCalls providers)
            throws OperationException, InterruptedException {
        var executor = new PlanExecutor(
                context.engine(), context.events(), context.clock(), context.parallel(), starts, providers);
        OperationException.check(executor.execute(plan, onFailure, hub));
    }
}
