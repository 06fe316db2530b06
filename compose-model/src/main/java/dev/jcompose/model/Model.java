package dev.jcompose.model;

import dev.jcompose.model.value.Copies;
import dev.jcompose.model.value.Value;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * An AI model: {@code models.*}.
 *
 * @param key in the section of models
 * @param model OCI reference
 * @param contextSize 0 when not set
 * @param extensions the {@code x-*} keys
 */
public record Model(
        String key,
        String name,
        Optional<String> model,
        long contextSize,
        List<String> runtimeFlags,
        SequencedMap<String, Value> extensions) {
    public Model {
        runtimeFlags = List.copyOf(runtimeFlags);
        extensions = Copies.of(extensions);
    }
}
