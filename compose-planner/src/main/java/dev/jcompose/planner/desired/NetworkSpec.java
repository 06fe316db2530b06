package dev.jcompose.planner.desired;

import dev.jcompose.model.Network;
import dev.jcompose.model.value.Copies;
import dev.jcompose.planner.resource.ResourceRef;
import java.util.SequencedMap;

/**
 * A network that the project needs.
 *
 * @param key its key in the model; {@code default} for the implied one
 * @param name the engine's name
 * @param network driver, addresses, options and whether it is external
 * @param labels the user's, then the {@code com.docker.compose.*} ones; empty when external
 * @param configHash hex digest that tells whether an existing one is up to date
 */
public record NetworkSpec(
        String key, String name, Network network, SequencedMap<String, String> labels, String configHash) {
    public NetworkSpec {
        labels = Copies.of(labels);
    }

    public ResourceRef.Network resource() {
        return new ResourceRef.Network(key, name);
    }
}
