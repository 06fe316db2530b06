package dev.jcompose.engine;

import dev.jcompose.model.value.Copies;
import dev.jcompose.planner.desired.Labels;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Which container activity to tell.
 *
 * @param labels all must be on the container; an empty value means any value
 * @param since deliver what happened from then on first
 * @param until end the subscription when that moment has passed
 */
public record ActivityFilter(SequencedMap<String, String> labels, Optional<Instant> since, Optional<Instant> until) {
    public ActivityFilter {
        labels = Copies.of(labels);
    }

    /** All that happens to the containers of a project from now on. */
    public static ActivityFilter ofProject(String project) {
        return new ActivityFilter(Copies.of(Map.of(Labels.PROJECT, project)), Optional.empty(), Optional.empty());
    }
}
