package dev.jcompose.model;

import dev.jcompose.model.value.Copies;
import dev.jcompose.model.value.Value;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What a change of files causes: {@code develop.watch[]}.
 *
 * @param path watched file or directory, absolute
 * @param action {@code rebuild}, {@code sync}, {@code restart}, {@code sync+restart} or {@code sync+exec}
 * @param target path in the container
 * @param include only these patterns
 * @param ignore not these patterns
 * @param extensions the {@code x-*} keys
 */
public record WatchRule(
        String path,
        String action,
        Optional<String> target,
        Optional<Hook> exec,
        List<String> include,
        List<String> ignore,
        boolean initialSync,
        SequencedMap<String, Value> extensions) {
    public WatchRule {
        include = List.copyOf(include);
        ignore = List.copyOf(ignore);
        extensions = Copies.of(extensions);
    }
}
