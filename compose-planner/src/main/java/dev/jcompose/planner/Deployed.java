package dev.jcompose.planner;

import dev.jcompose.model.Dependency;
import dev.jcompose.model.Origins;
import dev.jcompose.model.Project;
import dev.jcompose.model.Service;
import dev.jcompose.planner.desired.ContainerSpec;
import dev.jcompose.planner.desired.ContainerSpecs;
import dev.jcompose.planner.desired.Desired;
import dev.jcompose.planner.desired.Labels;
import dev.jcompose.planner.graph.DependencyLabel;
import dev.jcompose.planner.graph.ServiceGraph;
import dev.jcompose.planner.observed.Observed;
import dev.jcompose.planner.observed.ObservedContainer;
import dev.jcompose.planner.resource.PlanException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What exists of a project and in which order its services go: what commands work with that change nothing in the
 * model. Without files the labels of the containers tell all.
 *
 * @param project its name
 * @param model its files, where there are any
 */
public record Deployed(String project, Optional<Project> model, ServiceGraph graph, Observed observed) {
    /** With files: services, order and hooks are those of the model. */
    public static Deployed of(Project model, Origins origins, Observed observed) throws PlanException {
        var services = new LinkedHashMap<String, SequencedMap<String, Dependency>>();
        model.services().forEach((name, service) -> services.put(name, service.dependsOn()));
        return new Deployed(model.name(), Optional.of(model), ServiceGraph.of(services, origins), observed);
    }

    /** By labels alone: services are those that have containers. */
    public static Deployed ofLabels(String project, Observed observed) throws PlanException {
        var services = new LinkedHashMap<String, SequencedMap<String, Dependency>>();
        observed.containers().stream()
                .filter(container -> !container.isHook())
                .sorted(Comparator.comparing(ObservedContainer::service))
                .forEach(container -> services.merge(
                        container.service(),
                        DependencyLabel.parse(container.labels().getOrDefault(Labels.DEPENDS_ON, "")),
                        (one, other) -> one.isEmpty() ? other : one));
        return new Deployed(project, Optional.empty(), ServiceGraph.of(services, path -> Optional.empty()), observed);
    }

    /** The service in the model, where there is one. */
    public Optional<Service> service(String name) {
        return model.flatMap(m -> Optional.ofNullable(m.services().get(name)));
    }

    /** Replicas of a service by number; one-offs and hook containers left out. */
    public List<ObservedContainer> replicasOf(String service) {
        return observed.containers().stream()
                .filter(container -> container.service().equals(service))
                .filter(container -> !container.isOneOff() && !container.isHook())
                .sorted(Comparator.comparingInt(container -> container.number().orElse(Integer.MAX_VALUE)))
                .toList();
    }

    /** The container of a {@code pre_start} hook of a service of the model. */
    ContainerSpec preStart(Service service, int index, String replica) {
        try {
            var desired = Desired.of(model.orElseThrow(), path -> Optional.empty(), Map.of(), List.of());
            return new ContainerSpecs(desired).preStart(service, index, replica);
        } catch (PlanException e) {
            throw new IllegalStateException("the services were in order when this was made", e);
        }
    }

    /**
     * Containers of services the model does not know, and one-offs. Without a model there are only the one-offs.
     */
    public List<ObservedContainer> strays() {
        var found = new ArrayList<ObservedContainer>();
        for (ObservedContainer container : observed.containers()) {
            boolean known = model.map(m -> m.services().containsKey(container.service())
                            || m.disabledServices().containsKey(container.service()))
                    .orElse(true);
            if (container.isOneOff() || (!known && !container.isHook())) {
                found.add(container);
            }
        }
        return found;
    }
}
