package dev.jcompose.engine.operation;

import dev.jcompose.planner.resource.ContainerId;

/**
 * A one-off that ran, or runs when detached.
 *
 * @param name of its container
 * @param exitCode of its process; 0 when detached
 */
public record RunResult(ContainerId container, String name, int exitCode) {}
