package dev.jcompose.model;

import dev.jcompose.model.value.ByteSize;
import dev.jcompose.model.value.Copies;
import dev.jcompose.model.value.Value;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;

/**
 * Options of a tmpfs mount.
 *
 * @param mode permission bits
 * @param extensions the {@code x-*} keys
 */
public record TmpfsOptions(Optional<ByteSize> size, OptionalInt mode, SequencedMap<String, Value> extensions) {
    public TmpfsOptions {
        extensions = Copies.of(extensions);
    }
}
