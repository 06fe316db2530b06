package dev.jcompose.engine.operation;

/**
 * What {@code kill} is to send to whom.
 *
 * @param signal name or number
 */
public record KillRequest(ProjectScope scope, String signal, DownRequest.Orphans orphans) {}
