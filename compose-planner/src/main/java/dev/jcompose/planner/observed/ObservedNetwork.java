package dev.jcompose.planner.observed;

import dev.jcompose.model.value.Copies;
import java.util.SequencedMap;

/** A network that exists. */
public record ObservedNetwork(String id, String name, String driver, SequencedMap<String, String> labels) {
    public ObservedNetwork {
        labels = Copies.of(labels);
    }
}
