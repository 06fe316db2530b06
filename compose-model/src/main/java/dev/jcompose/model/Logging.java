package dev.jcompose.model;

import dev.jcompose.model.value.Copies;
import dev.jcompose.model.value.Value;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Log driver of a service.
 *
 * @param extensions the {@code x-*} keys
 */
public record Logging(
        Optional<String> driver, SequencedMap<String, String> options, SequencedMap<String, Value> extensions) {
    public Logging {
        options = Copies.of(options);
        extensions = Copies.of(extensions);
    }
}
