package dev.jcompose.model;

import dev.jcompose.model.value.Copies;
import dev.jcompose.model.value.Value;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Options of a bind mount.
 *
 * @param selinux {@code z} or {@code Z}
 * @param hostPathCreation whether a missing host directory is made, as far as the file says; see {@link #createHostPath()}
 * @param recursive {@code enabled}, {@code disabled}, {@code writable} or {@code readonly}
 * @param extensions the {@code x-*} keys
 */
public record BindOptions(
        Optional<String> selinux,
        Optional<String> propagation,
        Optional<Boolean> hostPathCreation,
        Optional<String> recursive,
        SequencedMap<String, Value> extensions) {
    public BindOptions {
        extensions = Copies.of(extensions);
    }

    /** Whether a missing host directory is made; it is unless the file says no. */
    public boolean createHostPath() {
        return hostPathCreation.orElse(true);
    }
}
