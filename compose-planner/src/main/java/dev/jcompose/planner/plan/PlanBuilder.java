package dev.jcompose.planner.plan;

import dev.jcompose.planner.resource.ResourceRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Collects steps in an order in which each comes after those it waits for. */
public final class PlanBuilder {
    private final List<Plan.Node> nodes = new ArrayList<>();
    private final Set<String> warnings = new LinkedHashSet<>();
    private final List<ResourceRef> unchanged = new ArrayList<>();

    /** The number the next step will get. */
    public StepId next() {
        return new StepId(nodes.size() + 1);
    }

    /** Adds a step that waits for others, all of which were added before. */
    public StepId add(Step step, Collection<StepId> waitsFor) {
        return add(step, waitsFor, Optional.empty());
    }

    /** Adds a step of a group. */
    public StepId add(Step step, Collection<StepId> waitsFor, Optional<Plan.Group> group) {
        StepId id = next();
        for (StepId before : waitsFor) {
            if (before.compareTo(id) >= 0) {
                throw new IllegalArgumentException("step " + id + " cannot wait for step " + before);
            }
        }
        nodes.add(new Plan.Node(id, Set.copyOf(waitsFor), step, group));
        return id;
    }

    /** Tells the user something before anything happens; the same text once only. */
    public void warn(String message) {
        warnings.add(message);
    }

    /** Notes a resource that needs no step. */
    public void unchanged(ResourceRef resource) {
        unchanged.add(resource);
    }

    public Plan build() {
        return new Plan(nodes, List.copyOf(warnings), unchanged);
    }
}
