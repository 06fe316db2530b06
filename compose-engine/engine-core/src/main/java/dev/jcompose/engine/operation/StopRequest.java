package dev.jcompose.engine.operation;

import java.time.Duration;
import java.util.Optional;

/**
 * What {@code stop} is to stop.
 *
 * @param grace absent means each container's own
 */
public record StopRequest(ProjectScope scope, Optional<Duration> grace) {}
