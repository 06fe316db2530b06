package dev.jcompose.engine.event;

import dev.jcompose.planner.observed.Health;
import dev.jcompose.planner.plan.Condition;
import dev.jcompose.planner.resource.ResourceRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A fact about a running operation. */
public sealed interface EngineEvent {
    /** The operation knows what it will do. All resources that will have a step, in the order of the plan. */
    record Planned(List<ResourceRef> resources) implements EngineEvent {
        public Planned {
            resources = List.copyOf(resources);
        }
    }

    /** Work on a resource begins. The steps of one replacement are one {@link Action#RECREATE}. */
    record StepStarted(ResourceRef resource, Action action) implements EngineEvent {}

    record StepFinished(ResourceRef resource, Action action, Duration elapsed) implements EngineEvent {}

    /** @param message what failed, in the engine's words */
    record StepFailed(ResourceRef resource, Action action, String message) implements EngineEvent {}

    /** The step was not taken. */
    record StepSkipped(ResourceRef resource, Action action, Skip why) implements EngineEvent {}

    /** A container that needed nothing: it is up to date and runs. */
    record Unchanged(ResourceRef resource) implements EngineEvent {}

    /**
     * A condition others wait for was met.
     *
     * @param resource one container; several events for a service with several
     */
    record ConditionMet(ResourceRef resource, Condition condition, int exitCode) implements EngineEvent {}

    record HealthObserved(ResourceRef resource, Health health) implements EngineEvent {}

    /**
     * @param layer short digest; empty when about the image as a whole
     * @param status the engine's word
     * @param current bytes done, 0 when not told
     * @param total bytes in all, 0 when not told
     */
    record PullProgress(ResourceRef.Image image, String layer, String status, long current, long total)
            implements EngineEvent {}

    /** A transient failure; the step is tried again after a pause. */
    record Retrying(ResourceRef resource, Action action, int attempt, Duration pause, String message)
            implements EngineEvent {}

    /** A program that provides a service tells how far it is. */
    record Progressing(ResourceRef resource, String text) implements EngineEvent {}

    /**
     * A line of output of a {@code pre_start} hook.
     *
     * @param index of the hook in its service, from 0
     */
    record HookOutput(ResourceRef.OfContainer container, int index, String line) implements EngineEvent {}

    record Warning(Optional<ResourceRef> resource, String message) implements EngineEvent {}

    /** The operation follows the output of these containers from now on. */
    record Attaching(List<ResourceRef.OfContainer> containers) implements EngineEvent {
        public Attaching {
            containers = List.copyOf(containers);
        }
    }

    /** An attached container ended. */
    record ContainerExited(ResourceRef.OfContainer container, int exitCode, Then then) implements EngineEvent {}

    /** Another container took the place of an attached one. */
    record ContainerReplaced(ResourceRef.OfContainer container) implements EngineEvent {}

    /** A rule says that this exit ends all; containers are being stopped. */
    record Aborting(ResourceRef.OfContainer container) implements EngineEvent {}

    /** The user asked to end; containers are being stopped. */
    record GracefulStop() implements EngineEvent {}

    /** What follows an exit. */
    enum Then {
        STAYS_DOWN,
        RESTARTS
    }

    /** Why a step was not taken. */
    enum Skip {
        /** Something it waits for failed. */
        DEPENDENCY_FAILED,
        /** The operation was given up before. */
        CANCELLED,
        /** Something else still uses the resource. */
        IN_USE,
        /** It is already as wanted. */
        ALREADY_PRESENT,
        /** There is nothing to fetch: the service is only built. */
        NOTHING_TO_PULL
    }
}
