package dev.jcompose.model;

import dev.jcompose.model.value.Copies;
import dev.jcompose.model.value.Value;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Windows credentials: {@code credential_spec}.
 *
 * @param extensions the {@code x-*} keys
 */
public record CredentialSpec(
        Optional<String> config,
        Optional<String> file,
        Optional<String> registry,
        SequencedMap<String, Value> extensions) {
    public CredentialSpec {
        extensions = Copies.of(extensions);
    }
}
