package dev.jcompose.engine.execute;

import dev.jcompose.engine.ContainerDetails;
import dev.jcompose.engine.ContainerDetails.HealthCheck;
import dev.jcompose.engine.Engine;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.event.Action;
import dev.jcompose.engine.event.EngineEvent;
import dev.jcompose.engine.event.EventSink;
import dev.jcompose.planner.observed.ContainerState;
import dev.jcompose.planner.plan.Condition;
import dev.jcompose.planner.plan.Step;
import dev.jcompose.planner.resource.ContainerId;
import dev.jcompose.planner.resource.ResourceRef;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Waits until containers are as others need them. */
final class Conditions {
    private final Engine engine;
    private final ActivityHub hub;
    private final EventSink events;
    private final Clock clock;

    Conditions(Engine engine, ActivityHub hub, EventSink events, Clock clock) {
        this.engine = engine;
        this.hub = hub;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Waits.
     *
     * @param containers those of the service, by id
     * @throws StepFailure when the condition cannot be met any more, which for an optional one is a warning instead
     */
    void await(Step.AwaitCondition step, Map<ContainerId, ResourceRef.OfContainer> containers)
            throws EngineException, StepFailure, InterruptedException {
        Instant begin = clock.instant();
        containers.values().forEach(resource -> events.accept(new EngineEvent.StepStarted(resource, Action.WAIT)));
        Map<ContainerId, ResourceRef.OfContainer> open = new LinkedHashMap<>(containers);
        while (!open.isEmpty()) {
            long mark = hub.mark(open.keySet());
            for (ContainerId id : List.copyOf(open.keySet())) {
                ResourceRef.OfContainer resource = open.getOrDefault(id, null);
                Optional<Verdict> verdict = look(step, id);
                if (verdict.isEmpty() || resource == null) {
                    continue;
                }
                switch (verdict.get()) {
                    case Verdict.Met(int exitCode) -> {
                        open.remove(id);
                        events.accept(new EngineEvent.ConditionMet(resource, step.condition(), exitCode));
                        events.accept(new EngineEvent.StepFinished(
                                resource, Action.WAIT, Duration.between(begin, clock.instant())));
                        if (step.condition() == Condition.COMPLETED) {
                            // One replica that has done the work is enough.
                            return;
                        }
                    }
                    case Verdict.Unmet(String message) -> {
                        unmet(step, resource, message);
                        return;
                    }
                }
            }
            if (!open.isEmpty()) {
                hub.awaitChange(open.keySet(), mark);
            }
        }
    }

    private void unmet(Step.AwaitCondition step, ResourceRef resource, String message) throws StepFailure {
        switch (step.failure()) {
            case WARN -> {
                events.accept(new EngineEvent.Warning(
                        Optional.of(resource),
                        "optional dependency " + step.resource().name() + " failed to start: " + message));
                events.accept(new EngineEvent.StepSkipped(resource, Action.WAIT, EngineEvent.Skip.DEPENDENCY_FAILED));
            }
            case FAIL -> {
                events.accept(new EngineEvent.StepFailed(resource, Action.WAIT, message));
                throw new StepFailure(message);
            }
        }
    }

    private sealed interface Verdict {
        record Met(int exitCode) implements Verdict {}

        record Unmet(String message) implements Verdict {}
    }

    private Optional<Verdict> look(Step.AwaitCondition step, ContainerId id)
            throws EngineException, InterruptedException {
        ContainerDetails container;
        try {
            container = engine.containers().inspect(id);
        } catch (EngineException e) {
            if (e.kind() == EngineException.Kind.NOT_FOUND) {
                return Optional.of(new Verdict.Unmet("container " + id + " was removed"));
            }
            throw e;
        }
        return switch (step.condition()) {
            case COMPLETED -> completed(step.resource().name(), container);
            case HEALTHY -> healthy(container, false).map(verdict -> prefixed("dependency failed to start: ", verdict));
            case RUNNING_OR_HEALTHY -> healthy(container, true);
            case RUNNING -> running(container);
        };
    }

    private static Verdict prefixed(String prefix, Verdict verdict) {
        return switch (verdict) {
            case Verdict.Met met -> met;
            case Verdict.Unmet(String message) -> new Verdict.Unmet(prefix + message);
        };
    }

    private static Optional<Verdict> completed(String service, ContainerDetails container) {
        if (!isDown(container)) {
            return Optional.empty();
        }
        int code = container.summary().exitCode();
        return Optional.of(
                code == 0
                        ? new Verdict.Met(0)
                        : new Verdict.Unmet("service \"" + service + "\" didn't complete successfully: exit " + code));
    }

    private static Optional<Verdict> running(ContainerDetails container) {
        if (isDown(container)) {
            return Optional.of(exited(container));
        }
        return container.summary().state() == ContainerState.RUNNING
                ? Optional.of(new Verdict.Met(0))
                : Optional.empty();
    }

    private static Optional<Verdict> healthy(ContainerDetails container, boolean runningIsEnough) {
        var summary = container.summary();
        if (isDown(container)) {
            // A job that has done its work is as good as it will ever be.
            return Optional.of(runningIsEnough && summary.exitCode() == 0 ? new Verdict.Met(0) : exited(container));
        }
        if (container.healthCheck() == HealthCheck.ABSENT) {
            if (!runningIsEnough) {
                return Optional.of(new Verdict.Unmet("container " + summary.name() + " has no healthcheck configured"));
            }
            return running(container);
        }
        return switch (summary.health()) {
            case HEALTHY -> Optional.of(new Verdict.Met(0));
            case UNHEALTHY ->
                Optional.of(new Verdict.Unmet("container " + summary.name() + " is unhealthy" + lastProbe(container)));
            case STARTING, NONE -> Optional.empty();
        };
    }

    private static Verdict exited(ContainerDetails container) {
        String detail = container.outOfMemory() == ContainerDetails.MemoryKill.HAPPENED
                ? ": it was out of memory"
                : container.failure().isEmpty() ? "" : ": " + container.failure();
        return new Verdict.Unmet("container " + container.summary().name() + " exited ("
                + container.summary().exitCode() + ")" + detail);
    }

    private static boolean isDown(ContainerDetails container) {
        var state = container.summary().state();
        return state == ContainerState.EXITED || state == ContainerState.DEAD || state == ContainerState.REMOVING;
    }

    private static String lastProbe(ContainerDetails container) {
        if (container.healthLog().isEmpty()) {
            return "";
        }
        var probe = container.healthLog().getLast();
        var lines = new ArrayList<>(probe.output().strip().lines().toList());
        String said = lines.isEmpty() ? "" : ": " + lines.getLast();
        return " (last probe exited " + probe.exitCode() + said + ")";
    }
}
