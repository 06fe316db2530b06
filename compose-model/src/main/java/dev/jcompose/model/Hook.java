package dev.jcompose.model;

import dev.jcompose.model.value.Copies;
import dev.jcompose.model.value.Value;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A command run in the container: {@code post_start}, {@code pre_stop}, {@code watch.exec}.
 *
 * @param environment added to that of the container
 * @param extensions the {@code x-*} keys
 */
public record Hook(
        Optional<List<String>> command,
        Optional<String> user,
        boolean privileged,
        Optional<String> workingDir,
        SequencedMap<String, Optional<String>> environment,
        SequencedMap<String, Value> extensions) {
    public Hook {
        command = command.map(List::copyOf);
        environment = Copies.of(environment);
        extensions = Copies.of(extensions);
    }
}
