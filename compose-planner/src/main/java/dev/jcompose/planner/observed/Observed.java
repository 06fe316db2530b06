package dev.jcompose.planner.observed;

import dev.jcompose.model.value.Copies;
import java.util.List;
import java.util.SequencedMap;

/**
 * All that exists and matters to one project.
 *
 * @param containers of the project, one-offs and hooks included
 * @param networks of the project by label, and those of its model by name
 * @param volumes of the project by label, and those of its model by name
 * @param images those of the model that are present, by the reference the model uses
 */
public record Observed(
        List<ObservedContainer> containers,
        List<ObservedNetwork> networks,
        List<ObservedVolume> volumes,
        SequencedMap<String, ObservedImage> images) {
    public Observed {
        containers = List.copyOf(containers);
        networks = List.copyOf(networks);
        volumes = List.copyOf(volumes);
        images = Copies.of(images);
    }

    /** Nothing exists. */
    public static Observed nothing() {
        return new Observed(List.of(), List.of(), List.of(), Copies.of(java.util.Map.of()));
    }
}
