package dev.jcompose.engine.operation;

import dev.jcompose.engine.OutputSink.Channel;
import dev.jcompose.planner.resource.ResourceRef;
import java.time.Instant;
import java.util.Optional;

/**
 * One line a container wrote.
 *
 * @param at when the engine got it, where known
 * @param text without the newline, in whatever encoding the container uses
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and lines are many: no copy
public record LogLine(ResourceRef.OfContainer container, Channel channel, Optional<Instant> at, byte[] text) {}
