package dev.jcompose.planner.graph;

import dev.jcompose.model.Origins;
import dev.jcompose.model.problem.Diagnostic;
import dev.jcompose.model.problem.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jgrapht.Graphs;
import org.jgrapht.alg.connectivity.GabowStrongConnectivityInspector;
import org.jgrapht.graph.DefaultDirectedGraph;
import org.jgrapht.graph.DefaultEdge;

/** Finds circles of dependencies: one shortest circle for each group of services that depend on each other. */
final class Cycles {
    private Cycles() {}

    static List<Diagnostic> in(DefaultDirectedGraph<String, DefaultEdge> graph, Origins origins) {
        var found = new ArrayList<Diagnostic>();
        for (Set<String> group : new GabowStrongConnectivityInspector<>(graph).stronglyConnectedSets()) {
            boolean selfLoop = group.size() == 1
                    && graph.containsEdge(
                            group.iterator().next(), group.iterator().next());
            if (group.size() > 1 || selfLoop) {
                found.add(describe(shortest(graph, group), origins));
            }
        }
        return found;
    }

    /** A shortest circle through the first service of a group by name, from dependent to dependency. */
    private static List<String> shortest(DefaultDirectedGraph<String, DefaultEdge> graph, Set<String> group) {
        String start = Collections.min(group);
        Map<String, String> dependent = new HashMap<>();
        var open = new ArrayDeque<String>();
        open.add(start);
        while (!open.isEmpty()) {
            String service = open.remove();
            for (String dependency : Graphs.predecessorListOf(graph, service)) {
                if (dependency.equals(start)) {
                    return pathTo(service, start, dependent);
                }
                if (group.contains(dependency) && dependent.putIfAbsent(dependency, service) == null) {
                    open.add(dependency);
                }
            }
        }
        throw new IllegalStateException("no way back to " + start + " within " + group);
    }

    private static List<String> pathTo(String last, String start, Map<String, String> dependent) {
        var path = new ArrayList<String>();
        String at = last;
        while (!at.equals(start)) {
            path.add(at);
            at = java.util.Objects.requireNonNull(dependent.get(at), "every service of the path but the start has one");
        }
        path.add(start);
        Collections.reverse(path);
        return path;
    }

    private static Diagnostic describe(List<String> circle, Origins origins) {
        var edges = new ArrayList<String>();
        Optional<Span> first = Optional.empty();
        Optional<Diagnostic.Related> second = Optional.empty();
        for (int i = 0; i < circle.size(); i++) {
            String from = circle.get(i);
            String to = circle.get((i + 1) % circle.size());
            Optional<Span> at = edge(from, to, origins);
            edges.add("  " + from + " -> " + to + at.map(span -> " at " + span).orElse(""));
            if (i == 0) {
                first = at;
            } else if (second.isEmpty()) {
                second = at.map(span -> new Diagnostic.Related(span, from + " depends on " + to));
            }
        }
        String message = "dependency cycle detected: " + String.join(" -> ", circle) + " -> " + circle.getFirst();
        return new Diagnostic(
                dev.jcompose.model.problem.Severity.ERROR,
                "dependency-cycle",
                first,
                message,
                Optional.of("remove one of these edges:\n" + String.join("\n", edges)),
                second);
    }

    /** Where one service names the other: in {@code depends_on}, or in what implies a dependency. */
    private static Optional<Span> edge(String from, String to, Origins origins) {
        Optional<Span> service = origins.of("services." + from);
        for (String key : List.of("depends_on." + to, "links", "volumes_from", "network_mode", "ipc", "pid")) {
            Optional<Span> at = origins.of("services." + from + "." + key);
            if (at.isPresent() && !at.equals(service)) {
                return at;
            }
        }
        return service;
    }
}
