package dev.jcompose.engine.operation;

import dev.jcompose.engine.ContainerFilter;
import dev.jcompose.engine.EngineException;
import dev.jcompose.planner.desired.Labels;
import dev.jcompose.planner.observed.ContainerState;
import dev.jcompose.planner.observed.ObservedContainer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Lists the projects an engine knows: {@code ls}. */
public final class Ls {
    private final OperationContext context;

    public Ls(OperationContext context) {
        this.context = context;
    }

    /** The projects, by name. */
    public List<ProjectSummary> run(LsRequest request)
            throws EngineException, OperationException, InterruptedException {
        Map<String, List<ObservedContainer>> byProject = new TreeMap<>();
        for (ObservedContainer container : context.engine().containers().list(ContainerFilter.ofAnyProject())) {
            container
                    .project()
                    .ifPresent(project -> byProject
                            .computeIfAbsent(project, name -> new ArrayList<>())
                            .add(container));
        }
        var summaries = new ArrayList<ProjectSummary>();
        byProject.forEach((project, containers) -> {
            var counted = switch (request.stopped()) {
                case INCLUDE -> containers;
                case LEAVE_OUT ->
                    containers.stream()
                            .filter(container -> container.state().isUp())
                            .toList();
            };
            if (!counted.isEmpty()) {
                summaries.add(summary(project, counted));
            }
        });
        return List.copyOf(summaries);
    }

    private static ProjectSummary summary(String project, List<ObservedContainer> containers) {
        Map<ContainerState, Integer> counts = new TreeMap<>(Comparator.comparing(ContainerState::word));
        Set<String> files = new LinkedHashSet<>();
        for (ObservedContainer container : containers) {
            counts.merge(container.state(), 1, Integer::sum);
            container.label(Labels.CONFIG_FILES).ifPresent(label -> files.addAll(List.of(label.split(","))));
        }
        return new ProjectSummary(project, new LinkedHashMap<>(counts), List.copyOf(files));
    }
}
