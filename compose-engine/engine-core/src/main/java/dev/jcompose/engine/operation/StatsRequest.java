package dev.jcompose.engine.operation;

import dev.jcompose.engine.ContainerStats;
import dev.jcompose.planner.observed.ObservedContainer;
import java.util.function.BiConsumer;

/**
 * Whose use of resources to tell.
 *
 * @param sink called by many threads at once
 */
public record StatsRequest(
        ProjectScope scope, Mode mode, PsRequest.Stopped stopped, BiConsumer<ObservedContainer, ContainerStats> sink) {
    /** How long. */
    public enum Mode {
        ONCE,
        STREAM
    }
}
