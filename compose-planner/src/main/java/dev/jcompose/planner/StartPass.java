package dev.jcompose.planner;

import dev.jcompose.model.Dependency;
import dev.jcompose.model.Port;
import dev.jcompose.model.Service;
import dev.jcompose.planner.desired.ContainerSpec;
import dev.jcompose.planner.graph.ServiceGraph;
import dev.jcompose.planner.observed.ContainerState;
import dev.jcompose.planner.observed.Health;
import dev.jcompose.planner.observed.ObservedContainer;
import dev.jcompose.planner.plan.Condition;
import dev.jcompose.planner.plan.PlanBuilder;
import dev.jcompose.planner.plan.Reason;
import dev.jcompose.planner.plan.Step;
import dev.jcompose.planner.plan.Step.OnUnmet;
import dev.jcompose.planner.plan.StepId;
import dev.jcompose.planner.plan.Target;
import dev.jcompose.planner.resource.ResourceRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Starts containers in the order of their dependencies, and waits for conditions in between. */
final class StartPass {
    private final PlanBuilder plan;
    private final ServiceGraph graph;
    private final Map<String, List<Slot>> slots;
    private final Set<StepId> stops;
    private final HookSpecs hookSpecs;
    private final List<ObservedContainer> leftOvers;
    private final Map<Awaited, StepId> conditions = new HashMap<>();
    /** The last step that brings up each container of a service; none for those that run already. */
    private final Map<String, List<StepId>> started = new HashMap<>();

    /** Works out the container of a {@code pre_start} hook. */
    interface HookSpecs {
        ContainerSpec preStart(Service service, int index, String replica);
    }

    private record Awaited(String service, Condition condition, OnUnmet failure) {}

    /**
     * @param slots containers by service; other services are left alone
     * @param stops steps that stop a running container which is to come back
     * @param existing containers of the project; those of earlier hooks are removed before the hooks run again
     */
    StartPass(
            PlanBuilder plan,
            ServiceGraph graph,
            Map<String, List<Slot>> slots,
            Set<StepId> stops,
            HookSpecs hookSpecs,
            List<ObservedContainer> existing) {
        this.plan = plan;
        this.graph = graph;
        this.slots = slots;
        this.stops = stops;
        this.hookSpecs = hookSpecs;
        this.leftOvers = existing.stream().filter(ObservedContainer::isHook).toList();
    }

    /** Adds the steps that start one service; its dependencies must have had their turn. */
    void start(String name, Optional<Service> model) {
        var replicas = slots.getOrDefault(name, List.of());
        var ups = new ArrayList<StepId>();
        boolean anyDown = replicas.stream().anyMatch(slot -> !isUp(slot));
        var conditionsMet = replicas.isEmpty() ? List.<StepId>of() : conditionsOf(name, anyDown);
        if (anyDown && replicas.stream().noneMatch(this::isUp)) {
            conditionsMet = preStart(name, model, replicas, conditionsMet);
        }
        boolean oneByOne = model.map(StartPass::publishesRange).orElse(false);
        Optional<StepId> previous = Optional.empty();
        for (Slot slot : replicas) {
            if (isUp(slot)) {
                plan.unchanged(slot.target().resource());
                continue;
            }
            var before = new LinkedHashSet<>(slot.ready());
            before.addAll(conditionsMet);
            if (oneByOne) {
                previous.ifPresent(before::add);
            }
            StepId up = plan.add(bringUp(slot), before);
            previous = Optional.of(up);
            ups.add(hooks(slot.target(), model, up));
        }
        started.put(name, ups);
    }

    /** Hooks before the first container of a service starts, one after the other; their steps are to be waited for. */
    private List<StepId> preStart(
            String name, Optional<Service> model, List<Slot> replicas, List<StepId> conditionsMet) {
        var hooks = model.map(Service::preStart).orElse(List.of());
        if (hooks.isEmpty()) {
            return conditionsMet;
        }
        var before = new LinkedHashSet<>(conditionsMet);
        replicas.forEach(slot -> before.addAll(slot.ready()));
        for (ObservedContainer old : leftOvers) {
            if (old.service().equals(name)) {
                before.add(plan.add(
                        new Step.RemoveContainer(
                                UpDraft.target(old), Step.AnonymousVolumes.REMOVE, new Reason.LeftOver()),
                        List.of()));
            }
        }
        List<StepId> last = List.copyOf(before);
        for (int index = 0; index < hooks.size(); index++) {
            var spec = hookSpecs.preStart(
                    model.orElseThrow(),
                    index,
                    replicas.getFirst().target().resource().name());
            last = List.of(plan.add(new Step.RunPreStart(spec, index, new Reason.Declared()), last));
        }
        return last;
    }

    /** Adds a step that waits until all of a service runs or is healthy, or has done its work. */
    void awaitHealthy(String name) {
        var replicas = slots.getOrDefault(name, List.of());
        if (!replicas.isEmpty()) {
            boolean job = graph.dependentsOf(name).stream()
                    .map(dependent -> graph.dependenciesOf(dependent).get(name))
                    .anyMatch(edge -> edge != null && edge.condition() == Dependency.Condition.COMPLETED_SUCCESSFULLY);
            await(
                    new Awaited(name, job ? Condition.COMPLETED : Condition.RUNNING_OR_HEALTHY, OnUnmet.FAIL),
                    new Reason.Requested());
        }
    }

    /** Adds the waits for what a service depends on, and returns all that has to be over before it may start. */
    List<StepId> awaitConditionsOf(String name) {
        return conditionsOf(name, true);
    }

    private static boolean publishesRange(Service service) {
        return service.ports().stream()
                .map(Port::published)
                .anyMatch(published -> published.map(p -> p.contains("-")).orElse(false));
    }

    private boolean isUp(Slot slot) {
        return slot.existing().map(ObservedContainer::state).orElse(ContainerState.CREATED) == ContainerState.RUNNING
                && slot.ready().stream().noneMatch(stops::contains);
    }

    private static Step bringUp(Slot slot) {
        return switch (slot.target()) {
            case Target.Created created -> new Step.StartContainer(created, new Reason.JustCreated(created.by()));
            case Target.Existing existing -> {
                boolean paused = slot.existing()
                        .map(container -> container.state() == ContainerState.PAUSED)
                        .orElse(false);
                yield paused
                        ? new Step.UnpauseContainer(existing, new Reason.NotRunning())
                        : new Step.StartContainer(existing, new Reason.NotRunning());
            }
        };
    }

    private StepId hooks(Target container, Optional<Service> model, StepId started) {
        StepId last = started;
        for (var hook : model.map(Service::postStart).orElse(List.of())) {
            last = plan.add(
                    new Step.RunHook(container, Step.HookKind.POST_START, hook, new Reason.Declared()), List.of(last));
        }
        return last;
    }

    private List<StepId> conditionsOf(String name, boolean somethingToStart) {
        var steps = new ArrayList<StepId>();
        graph.dependenciesOf(name).forEach((dependency, edge) -> {
            if (slots.getOrDefault(dependency, List.of()).isEmpty()) {
                return;
            }
            var failure = edge.required() ? OnUnmet.FAIL : OnUnmet.WARN;
            switch (edge.condition()) {
                case STARTED -> steps.addAll(started.getOrDefault(dependency, List.of()));
                case HEALTHY -> {
                    if (somethingToStart || !isHealthy(dependency)) {
                        steps.add(await(
                                new Awaited(dependency, Condition.HEALTHY, failure), new Reason.RequiredBy(name)));
                    }
                }
                case COMPLETED_SUCCESSFULLY -> {
                    if (somethingToStart
                            || !started.getOrDefault(dependency, List.of()).isEmpty()) {
                        steps.add(await(
                                new Awaited(dependency, Condition.COMPLETED, failure), new Reason.RequiredBy(name)));
                    }
                }
            }
        });
        return steps;
    }

    private boolean isHealthy(String service) {
        return started.getOrDefault(service, List.of()).isEmpty()
                && slots.getOrDefault(service, List.of()).stream()
                        .allMatch(slot ->
                                slot.existing().map(ObservedContainer::health).orElse(Health.STARTING)
                                        == Health.HEALTHY);
    }

    /** One step for all that wait for the same. */
    private StepId await(Awaited awaited, Reason why) {
        return conditions.computeIfAbsent(
                awaited,
                key -> plan.add(
                        new Step.AwaitCondition(
                                new ResourceRef.Service(key.service()),
                                slots.getOrDefault(key.service(), List.of()).stream()
                                        .map(Slot::target)
                                        .toList(),
                                key.condition(),
                                key.failure(),
                                why),
                        started.getOrDefault(key.service(), List.of())));
    }
}
