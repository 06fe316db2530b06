package dev.jcompose.model;

import dev.jcompose.model.value.Copies;
import dev.jcompose.model.value.Value;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A host device in a container.
 *
 * @param source path on the host, or a CDI name
 * @param target path in the container
 * @param permissions of {@code r}, {@code w} and {@code m}
 * @param extensions the {@code x-*} keys
 */
public record Device(
        String source, Optional<String> target, Optional<String> permissions, SequencedMap<String, Value> extensions) {
    public Device {
        extensions = Copies.of(extensions);
    }
}
