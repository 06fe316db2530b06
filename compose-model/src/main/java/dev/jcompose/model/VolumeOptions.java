package dev.jcompose.model;

import dev.jcompose.model.value.Copies;
import dev.jcompose.model.value.Value;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Options of a mounted volume.
 *
 * @param labels of an anonymous volume
 * @param noCopy whether the content of the image is left out
 * @param extensions the {@code x-*} keys
 */
public record VolumeOptions(
        SequencedMap<String, String> labels,
        boolean noCopy,
        Optional<String> subpath,
        SequencedMap<String, Value> extensions) {
    public VolumeOptions {
        labels = Copies.of(labels);
        extensions = Copies.of(extensions);
    }
}
