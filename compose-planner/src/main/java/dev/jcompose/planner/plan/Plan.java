package dev.jcompose.planner.plan;

import dev.jcompose.planner.resource.ResourceRef;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Steps and who waits for whom. A step may start as soon as all it waits for have succeeded.
 *
 * @param nodes by rising number from 1; a node waits for lower numbers only
 * @param warnings what the user should know before any of it happens
 * @param unchanged containers that need no step
 */
public record Plan(List<Node> nodes, List<String> warnings, List<ResourceRef> unchanged) {
    /**
     * A step in its place.
     *
     * @param waitsFor numbers of the steps that must have succeeded before
     * @param group the steps of one replacement share a group, so that a screen can show them as one
     */
    public record Node(StepId id, Set<StepId> waitsFor, Step step, Optional<Group> group) {
        public Node {
            SortedSet<StepId> sorted = new TreeSet<>(waitsFor);
            waitsFor = Collections.unmodifiableSortedSet(sorted);
        }
    }

    /** Several steps that are one thing to the user: the replacement of a container. */
    public record Group(ResourceRef resource) {}

    public Plan {
        nodes = List.copyOf(nodes);
        warnings = List.copyOf(warnings);
        unchanged = List.copyOf(unchanged);
    }

    /** A plan without steps. */
    public static Plan empty() {
        return new Plan(List.of(), List.of(), List.of());
    }

    public boolean isEmpty() {
        return nodes.isEmpty();
    }
}
