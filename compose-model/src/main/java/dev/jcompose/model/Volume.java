package dev.jcompose.model;

import dev.jcompose.model.value.Copies;
import dev.jcompose.model.value.Value;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A named volume: {@code volumes.*}.
 *
 * @param key under {@code volumes}
 * @param name in the engine
 * @param external whether it exists outside of the project
 * @param extensions the {@code x-*} keys
 */
public record Volume(
        String key,
        String name,
        Optional<String> driver,
        SequencedMap<String, String> driverOpts,
        boolean external,
        SequencedMap<String, String> labels,
        SequencedMap<String, Value> extensions) {
    public Volume {
        driverOpts = Copies.of(driverOpts);
        labels = Copies.of(labels);
        extensions = Copies.of(extensions);
    }
}
