package dev.jcompose.model;

import dev.jcompose.model.value.Copies;
import dev.jcompose.model.value.Value;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A container run to completion before the service starts: {@code pre_start}.
 *
 * @param image the service's unless another is named
 * @param environment added to that of the image
 * @param extensions the {@code x-*} keys
 */
public record PreStartHook(
        Optional<List<String>> command,
        Optional<String> image,
        Optional<String> user,
        boolean privileged,
        Optional<String> workingDir,
        SequencedMap<String, Optional<String>> environment,
        boolean perReplica,
        SequencedMap<String, Value> extensions) {
    public PreStartHook {
        command = command.map(List::copyOf);
        environment = Copies.of(environment);
        extensions = Copies.of(extensions);
    }
}
