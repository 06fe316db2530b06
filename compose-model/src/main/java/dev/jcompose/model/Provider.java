package dev.jcompose.model;

import dev.jcompose.model.value.Copies;
import dev.jcompose.model.value.Value;
import java.util.List;
import java.util.SequencedMap;

/**
 * An external program that runs a service.
 *
 * @param type name of the program
 * @param extensions the {@code x-*} keys
 */
public record Provider(
        String type, SequencedMap<String, List<String>> options, SequencedMap<String, Value> extensions) {
    public Provider {
        options = Copies.of(options);
        extensions = Copies.of(extensions);
    }
}
