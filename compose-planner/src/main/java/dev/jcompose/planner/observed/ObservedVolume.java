package dev.jcompose.planner.observed;

import dev.jcompose.model.value.Copies;
import java.util.SequencedMap;

/** A volume that exists. */
public record ObservedVolume(String name, String driver, SequencedMap<String, String> labels) {
    public ObservedVolume {
        labels = Copies.of(labels);
    }
}
