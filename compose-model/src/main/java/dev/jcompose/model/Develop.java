package dev.jcompose.model;

import dev.jcompose.model.value.Copies;
import dev.jcompose.model.value.Value;
import java.util.List;
import java.util.SequencedMap;

/**
 * {@code services.*.develop}.
 *
 * @param extensions the {@code x-*} keys
 */
public record Develop(List<WatchRule> watch, SequencedMap<String, Value> extensions) {
    public Develop {
        watch = List.copyOf(watch);
        extensions = Copies.of(extensions);
    }
}
