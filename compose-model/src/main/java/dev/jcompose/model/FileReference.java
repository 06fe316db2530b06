package dev.jcompose.model;

import dev.jcompose.model.value.Copies;
import dev.jcompose.model.value.FileMode;
import dev.jcompose.model.value.Value;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A config or secret that a service or a build sees as a file.
 *
 * @param source key under {@code configs} or {@code secrets}
 * @param target path in the container; absent means {@code /SOURCE} for a config
 * @param extensions the {@code x-*} keys
 */
public record FileReference(
        String source,
        Optional<String> target,
        Optional<String> uid,
        Optional<String> gid,
        Optional<FileMode> mode,
        SequencedMap<String, Value> extensions) {
    public FileReference {
        extensions = Copies.of(extensions);
    }
}
