package dev.jcompose.planner;

import dev.jcompose.model.problem.Diagnostic;
import dev.jcompose.planner.desired.ContainerSpecs;
import dev.jcompose.planner.desired.Desired;
import dev.jcompose.planner.desired.ServiceSpec;
import dev.jcompose.planner.observed.Observed;
import dev.jcompose.planner.observed.ObservedContainer;
import dev.jcompose.planner.plan.PlanBuilder;
import dev.jcompose.planner.plan.Reason;
import dev.jcompose.planner.plan.Step;
import dev.jcompose.planner.plan.StepId;
import dev.jcompose.planner.plan.Target;
import dev.jcompose.planner.resource.ContainerId;
import dev.jcompose.planner.resource.PlanException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the passes of {@code up} share: the steps so far, and which of them make what. */
final class UpDraft {
    final Desired desired;
    final Observed observed;
    final UpOptions options;
    final ContainerSpecs specs;
    final PlanBuilder plan = new PlanBuilder();
    final List<Diagnostic> problems = new ArrayList<>();

    /** The step that fetches an image, by reference. */
    final Map<String, StepId> pulls = new HashMap<>();
    /** The step that creates a network, by key. */
    final Map<String, StepId> newNetworks = new HashMap<>();
    /** Keys of networks that exist, are removed and made anew. */
    final Set<String> replacedNetworks = new HashSet<>();
    /** The step that creates a volume, by name in the engine. */
    final Map<String, StepId> newVolumes = new HashMap<>();
    /** Containers as they will be, by service. */
    final Map<String, List<Slot>> slots = new HashMap<>();
    /** The steps that make or replace containers, by service. */
    final Map<String, List<StepId>> made = new HashMap<>();
    /** Running containers that a step stops. */
    final Map<ContainerId, StepId> stopped = new HashMap<>();
    /** Containers that a step removes before services are looked at. */
    final Set<ContainerId> removed = new HashSet<>();

    private final Set<String> leftAlone = new HashSet<>();
    private final Map<String, List<ObservedContainer>> byService = new HashMap<>();

    UpDraft(Desired desired, Observed observed, UpOptions options) {
        this.desired = desired;
        this.observed = observed;
        this.options = options;
        this.specs = new ContainerSpecs(desired);
        for (ObservedContainer container : observed.containers()) {
            if (!container.isOneOff() && !container.isHook()) {
                byService
                        .computeIfAbsent(container.service(), name -> new ArrayList<>())
                        .add(container);
            }
        }
        byService
                .values()
                .forEach(list -> list.sort(Comparator.comparingInt(
                                (ObservedContainer c) -> c.number().orElse(Integer.MAX_VALUE))
                        .thenComparing(ObservedContainer::createdAt)));
    }

    /** Containers of a service that nothing has removed yet, by number. */
    List<ObservedContainer> containersOf(String service) {
        return byService.getOrDefault(service, List.of()).stream()
                .filter(container -> !removed.contains(container.id()))
                .toList();
    }

    /** Takes a service out of the plan: others may depend on it, but nothing is done to it. */
    void leaveAlone(String service) {
        leftAlone.add(service);
    }

    /** The services this {@code up} is about. */
    List<ServiceSpec> services() {
        return desired.services().values().stream()
                .filter(spec -> covers(spec.name()))
                .toList();
    }

    /** Whether this {@code up} takes care of a service. */
    boolean covers(String service) {
        return desired.services().containsKey(service)
                && !leftAlone.contains(service)
                && (options.dependencies() == UpOptions.Dependencies.INCLUDE || options.isTarget(service));
    }

    /** The pass that starts containers, once all other passes have run. */
    StartPass startPass() {
        return new StartPass(
                plan, desired.graph(), slots, new HashSet<>(stopped.values()), specs::preStart, observed.containers());
    }

    static Target target(ObservedContainer container) {
        return new Target.Existing(container.id(), container.name(), container.resource());
    }

    /**
     * Stops a container unless it is down already or another step stops it.
     *
     * @return the step that stops it, if any does
     */
    Optional<StepId> stop(ObservedContainer container, Reason why, Collection<StepId> after) {
        StepId earlier = stopped.get(container.id());
        if (earlier != null || !container.state().isUp()) {
            return Optional.ofNullable(earlier);
        }
        var step = plan.add(new Step.StopContainer(target(container), options.stopGrace(), why), after);
        stopped.put(container.id(), step);
        return Optional.of(step);
    }

    void problem(String code, String message, String hint) {
        problems.add(Diagnostic.error(code, Optional.empty(), message).withHint(hint));
    }

    void check() throws PlanException {
        if (!problems.isEmpty()) {
            throw new PlanException(problems);
        }
    }
}
