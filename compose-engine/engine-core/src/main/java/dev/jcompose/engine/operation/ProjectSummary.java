package dev.jcompose.engine.operation;

import dev.jcompose.model.value.Copies;
import dev.jcompose.planner.observed.ContainerState;
import java.util.List;
import java.util.SequencedMap;

/**
 * A project as {@code ls} shows it.
 *
 * @param states how many containers are in each state, sorted by the state's word
 * @param configFiles absolute; as its containers' label names them
 */
public record ProjectSummary(String name, SequencedMap<ContainerState, Integer> states, List<String> configFiles) {
    public ProjectSummary {
        states = Copies.of(states);
        configFiles = List.copyOf(configFiles);
    }
}
