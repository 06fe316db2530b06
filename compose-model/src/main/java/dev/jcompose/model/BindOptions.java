package dev.jcompose.model;

import dev.jcompose.model.value.Copies;
import dev.jcompose.model.value.Value;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Options of a bind mount.
 *
 * @param selinux {@code z} or {@code Z}
 * @param createHostPath whether a missing host directory is made
 * @param recursive {@code enabled}, {@code disabled}, {@code writable} or {@code readonly}
 * @param extensions the {@code x-*} keys
 */
public record BindOptions(
        Optional<String> selinux,
        Optional<String> propagation,
        boolean createHostPath,
        Optional<String> recursive,
        SequencedMap<String, Value> extensions) {
    public BindOptions {
        extensions = Copies.of(extensions);
    }
}
