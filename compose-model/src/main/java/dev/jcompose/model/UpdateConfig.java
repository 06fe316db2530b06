package dev.jcompose.model;

import dev.jcompose.model.value.Copies;
import dev.jcompose.model.value.Value;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;

/**
 * How replicas are updated or rolled back by an orchestrator.
 *
 * @param delay zero when not set
 * @param monitor zero when not set
 * @param order {@code stop-first} or {@code start-first}
 * @param extensions the {@code x-*} keys
 */
public record UpdateConfig(
        OptionalLong parallelism,
        Duration delay,
        Optional<String> failureAction,
        Duration monitor,
        float maxFailureRatio,
        Optional<String> order,
        SequencedMap<String, Value> extensions) {
    public UpdateConfig {
        extensions = Copies.of(extensions);
    }
}
