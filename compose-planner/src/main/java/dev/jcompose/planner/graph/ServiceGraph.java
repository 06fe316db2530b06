package dev.jcompose.planner.graph;

import dev.jcompose.model.Dependency;
import dev.jcompose.model.Origins;
import dev.jcompose.model.Project;
import dev.jcompose.model.value.Copies;
import dev.jcompose.planner.resource.PlanException;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import org.jgrapht.Graphs;
import org.jgrapht.graph.DefaultDirectedGraph;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.traverse.BreadthFirstIterator;
import org.jgrapht.traverse.TopologicalOrderIterator;

/**
 * Services and what each depends on. Edges lead from a dependency to its dependent; there are no cycles, and only
 * services of the graph have edges.
 */
public final class ServiceGraph {
    private final DefaultDirectedGraph<String, DefaultEdge> graph;
    private final SequencedMap<String, SequencedMap<String, Dependency>> dependencies;
    private final List<String> order;

    private ServiceGraph(
            DefaultDirectedGraph<String, DefaultEdge> graph,
            SequencedMap<String, SequencedMap<String, Dependency>> dependencies) {
        this.graph = graph;
        this.dependencies = dependencies;
        Map<String, Integer> position = new LinkedHashMap<>();
        dependencies.keySet().forEach(name -> position.put(name, position.size()));
        // Among services that are free to start, the order of the file: plans are stable and easy to compare with it.
        Comparator<String> byFile = Comparator.comparing(name -> position.getOrDefault(name, 0));
        this.order = inOrder(graph, byFile);
    }

    private static List<String> inOrder(DefaultDirectedGraph<String, DefaultEdge> graph, Comparator<String> byFile) {
        var sorted = new java.util.ArrayList<String>();
        new TopologicalOrderIterator<>(graph, byFile).forEachRemaining(sorted::add);
        return List.copyOf(sorted);
    }

    /**
     * The graph of a project's enabled services.
     *
     * @throws PlanException when services depend on each other in a circle; with the position of every edge of it
     */
    public static ServiceGraph of(Project project, Origins origins) throws PlanException {
        var dependencies = new LinkedHashMap<String, SequencedMap<String, Dependency>>();
        project.services().forEach((name, service) -> dependencies.put(name, service.dependsOn()));
        return of(dependencies, origins);
    }

    /** The graph of services given with all they depend on; dependencies on services not given are left out. */
    public static ServiceGraph of(Map<String, SequencedMap<String, Dependency>> services, Origins origins)
            throws PlanException {
        var graph = new DefaultDirectedGraph<String, DefaultEdge>(DefaultEdge.class);
        services.keySet().forEach(graph::addVertex);
        var known = new LinkedHashMap<String, SequencedMap<String, Dependency>>();
        services.forEach((name, edges) -> {
            var inside = new LinkedHashMap<String, Dependency>();
            edges.forEach((dependency, how) -> {
                if (services.containsKey(dependency)) {
                    inside.put(dependency, how);
                    graph.addEdge(dependency, name);
                }
            });
            known.put(name, Copies.of(inside));
        });
        var cycles = Cycles.in(graph, origins);
        if (!cycles.isEmpty()) {
            throw new PlanException(cycles);
        }
        return new ServiceGraph(graph, Copies.of(known));
    }

    /** All services, each after those it depends on. */
    public List<String> inOrder() {
        return order;
    }

    /** All services, each before those it depends on. */
    public List<String> inReverseOrder() {
        return order.reversed();
    }

    public boolean contains(String service) {
        return dependencies.containsKey(service);
    }

    /** What a service depends on directly, in the order of the file. Empty for a service that is not in the graph. */
    public SequencedMap<String, Dependency> dependenciesOf(String service) {
        return dependencies.getOrDefault(service, Copies.of(Map.of()));
    }

    /** The services that depend on a service directly. */
    public List<String> dependentsOf(String service) {
        return graph.containsVertex(service) ? Graphs.successorListOf(graph, service) : List.of();
    }

    /** These services and all that depend on them, near or far. */
    public SequencedSet<String> withDependents(Collection<String> services) {
        var found = new LinkedHashSet<String>();
        var start = services.stream().filter(graph::containsVertex).toList();
        if (!start.isEmpty()) {
            new BreadthFirstIterator<>(graph, start).forEachRemaining(found::add);
        }
        return inOrder(found);
    }

    /** These services and all they depend on, near or far. */
    public SequencedSet<String> withDependencies(Collection<String> services) {
        Set<String> found = new LinkedHashSet<>();
        var open = new java.util.ArrayDeque<>(services);
        while (!open.isEmpty()) {
            String service = open.poll();
            if (graph.containsVertex(service) && found.add(service)) {
                open.addAll(dependenciesOf(service).keySet());
            }
        }
        return inOrder(found);
    }

    private SequencedSet<String> inOrder(Set<String> services) {
        var sorted = new LinkedHashSet<String>();
        order.stream().filter(services::contains).forEach(sorted::add);
        return sorted;
    }
}
