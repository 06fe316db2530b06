package dev.jcompose.engine.operation;

import dev.jcompose.engine.ProcessTable;
import dev.jcompose.planner.observed.ObservedContainer;

/** The processes of one container. */
public record TopEntry(ObservedContainer container, ProcessTable processes) {}
