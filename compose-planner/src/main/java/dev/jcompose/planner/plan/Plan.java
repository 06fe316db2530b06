package dev.jcompose.planner.plan;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Steps and who waits for whom. A step may start as soon as all it waits for have succeeded.
 *
 * @param nodes by rising number; a node waits for lower numbers only
 * @param warnings what the user should know before any of it happens
 */
public record Plan(List<Node> nodes, List<String> warnings) {
    /**
     * A step in its place.
     *
     * @param waitsFor numbers of the steps that must have succeeded before
     * @param group the steps of one replacement share a group, so that a screen can show them as one
     */
    public record Node(StepId id, Set<StepId> waitsFor, Step step, Optional<Group> group) {
        public Node {
            waitsFor = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(waitsFor));
        }
    }

    /** Several steps that are one thing to the user: the replacement of a container. */
    public record Group(dev.jcompose.planner.resource.ResourceRef resource) {}

    public Plan {
        nodes = List.copyOf(nodes);
        warnings = List.copyOf(warnings);
    }

    /** A plan without steps. */
    public static Plan empty() {
        return new Plan(List.of(), List.of());
    }

    public boolean isEmpty() {
        return nodes.isEmpty();
    }
}
