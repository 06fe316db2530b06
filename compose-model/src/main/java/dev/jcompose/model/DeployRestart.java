package dev.jcompose.model;

import dev.jcompose.model.value.Copies;
import dev.jcompose.model.value.Value;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;

/**
 * {@code deploy.restart_policy}.
 *
 * @param condition {@code none}, {@code on-failure} or {@code any}
 * @param extensions the {@code x-*} keys
 */
public record DeployRestart(
        Optional<String> condition,
        Optional<Duration> delay,
        OptionalLong maxAttempts,
        Optional<Duration> window,
        SequencedMap<String, Value> extensions) {
    public DeployRestart {
        extensions = Copies.of(extensions);
    }
}
