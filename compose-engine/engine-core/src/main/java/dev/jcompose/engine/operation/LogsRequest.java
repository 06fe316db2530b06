package dev.jcompose.engine.operation;

import dev.jcompose.engine.LogRequest;
import java.util.OptionalInt;

/**
 * Which output {@code logs} delivers.
 *
 * @param logs what to ask the engine for; with timestamps each {@link LogLine} has its time
 * @param index only the replica of this number
 */
public record LogsRequest(ProjectScope scope, LogRequest logs, OptionalInt index, LogSink output) {}
