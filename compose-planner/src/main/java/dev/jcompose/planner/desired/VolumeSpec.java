package dev.jcompose.planner.desired;

import dev.jcompose.model.Volume;
import dev.jcompose.model.value.Copies;
import dev.jcompose.planner.resource.ResourceRef;
import java.util.SequencedMap;

/**
 * A named volume that the project needs.
 *
 * @param key its key in the model
 * @param name the engine's name
 * @param volume driver, options and whether it is external
 * @param labels the user's, then the {@code com.docker.compose.*} ones; empty when external
 * @param configHash hex digest that tells whether an existing one is up to date
 */
public record VolumeSpec(
        String key, String name, Volume volume, SequencedMap<String, String> labels, String configHash) {
    public VolumeSpec {
        labels = Copies.of(labels);
    }

    public ResourceRef.Volume resource() {
        return new ResourceRef.Volume(key, name);
    }
}
