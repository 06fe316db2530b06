package dev.jcompose.planner.plan;

import dev.jcompose.planner.resource.ContainerId;
import dev.jcompose.planner.resource.ResourceRef;

/** The container a step acts on. */
public sealed interface Target {
    ResourceRef.OfContainer resource();

    /** It was there when the plan was made. {@code name} is what the engine called it then. */
    record Existing(ContainerId id, String name, ResourceRef.OfContainer resource) implements Target {}

    /** An earlier step of the same plan makes it; its id is known only once that step has run. */
    record Created(StepId by, ResourceRef.OfContainer resource) implements Target {}
}
