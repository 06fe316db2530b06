package dev.jcompose.model;

import dev.jcompose.model.value.Copies;
import dev.jcompose.model.value.Value;
import java.util.List;
import java.util.SequencedMap;

/**
 * Where an orchestrator puts replicas.
 *
 * @param preferences the {@code spread} of each
 * @param maxReplicasPerNode 0 when not limited
 * @param extensions the {@code x-*} keys
 */
public record Placement(
        List<String> constraints,
        List<String> preferences,
        long maxReplicasPerNode,
        SequencedMap<String, Value> extensions) {
    public Placement {
        constraints = List.copyOf(constraints);
        preferences = List.copyOf(preferences);
        extensions = Copies.of(extensions);
    }
}
