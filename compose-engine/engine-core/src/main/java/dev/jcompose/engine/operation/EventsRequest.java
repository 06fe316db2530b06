package dev.jcompose.engine.operation;

import dev.jcompose.engine.Activity;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Which activity {@code events} delivers.
 *
 * @param since deliver what happened from then on first
 * @param until end when that moment has passed; absent means at interruption
 */
public record EventsRequest(
        ProjectScope scope, Optional<Instant> since, Optional<Instant> until, Consumer<Activity> sink) {}
