package dev.jcompose.planner.graph;

import dev.jcompose.model.Dependency;
import dev.jcompose.model.Dependency.Condition;
import dev.jcompose.model.value.Copies;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** The label that keeps a service's dependencies on its containers: {@code db:service_healthy:false,...}. */
public final class DependencyLabel {
    private DependencyLabel() {}

    public static String print(Map<String, Dependency> dependencies) {
        return dependencies.entrySet().stream()
                .map(e -> e.getKey() + ":" + e.getValue().condition().text() + ":"
                        + e.getValue().restart())
                .collect(Collectors.joining(","));
    }

    /**
     * Reads the label. Without a condition, the dependency only has to be started and restarts its dependents; a
     * condition that is not known counts as started.
     */
    public static SequencedMap<String, Dependency> parse(String label) {
        var found = new LinkedHashMap<String, Dependency>();
        for (String entry : label.split(",")) {
            String[] parts = entry.trim().split(":");
            if (!parts[0].isEmpty()) {
                Condition condition = parts.length < 2
                        ? Condition.STARTED
                        : Condition.of(parts[1]).orElse(Condition.STARTED);
                boolean restart = parts.length < 3 ? parts.length < 2 : Boolean.parseBoolean(parts[2]);
                found.put(parts[0], new Dependency(condition, restart, true, Copies.of(Map.of())));
            }
        }
        return Copies.of(found);
    }
}
