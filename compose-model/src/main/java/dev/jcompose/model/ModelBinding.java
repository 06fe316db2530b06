package dev.jcompose.model;

import dev.jcompose.model.value.Copies;
import dev.jcompose.model.value.Value;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * How a service learns of a model.
 *
 * @param extensions the {@code x-*} keys
 */
public record ModelBinding(
        Optional<String> endpointVariable, Optional<String> modelVariable, SequencedMap<String, Value> extensions) {
    public ModelBinding {
        extensions = Copies.of(extensions);
    }
}
