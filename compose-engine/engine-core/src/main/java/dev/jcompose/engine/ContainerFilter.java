package dev.jcompose.engine;

import dev.jcompose.model.value.Copies;
import dev.jcompose.planner.desired.Labels;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Which containers to list, in any state.
 *
 * @param labels all must be there; an empty value means any value
 */
public record ContainerFilter(SequencedMap<String, String> labels) {
    public ContainerFilter {
        labels = Copies.of(labels);
    }

    /** Containers of one project, one-offs included. */
    public static ContainerFilter ofProject(String project) {
        return new ContainerFilter(Copies.of(Map.of(Labels.PROJECT, project)));
    }

    /** Containers of every project. */
    public static ContainerFilter ofAnyProject() {
        return new ContainerFilter(Copies.of(Map.of(Labels.PROJECT, "")));
    }

    /** Every container the engine has. */
    public static ContainerFilter all() {
        return new ContainerFilter(Copies.of(Map.of()));
    }
}
