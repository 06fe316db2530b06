package dev.jcompose.planner;

import dev.jcompose.model.Hook;
import dev.jcompose.model.Service;
import dev.jcompose.planner.observed.ContainerState;
import dev.jcompose.planner.observed.ObservedContainer;
import dev.jcompose.planner.plan.Plan;
import dev.jcompose.planner.plan.PlanBuilder;
import dev.jcompose.planner.plan.Reason;
import dev.jcompose.planner.plan.Step;
import dev.jcompose.planner.plan.StepId;
import dev.jcompose.planner.plan.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Plans of commands that act on containers as they are. */
final class LifecyclePass {
    private final Deployed deployed;
    private final PlanBuilder plan = new PlanBuilder();

    LifecyclePass(Deployed deployed) {
        this.deployed = deployed;
    }

    /** Stops a container after its hooks have run, and returns the step that does. */
    static StepId stop(
            PlanBuilder plan,
            Target target,
            List<Hook> hooks,
            Optional<Duration> grace,
            Reason why,
            Collection<StepId> after) {
        Collection<StepId> before = after;
        for (Hook hook : hooks) {
            before = List.of(
                    plan.add(new Step.RunHook(target, Step.HookKind.PRE_STOP, hook, new Reason.Declared()), before));
        }
        return plan.add(new Step.StopContainer(target, grace, why), before);
    }

    /** Stops services, each after those that depend on it. */
    Plan stop(Set<String> services, Optional<Duration> grace) {
        Map<String, List<StepId>> down = new HashMap<>();
        for (String name : deployed.graph().inReverseOrder()) {
            var dependentsDown = new ArrayList<StepId>();
            deployed.graph()
                    .dependentsOf(name)
                    .forEach(dependent -> dependentsDown.addAll(down.getOrDefault(dependent, List.of())));
            var stops = new ArrayList<StepId>();
            if (services.contains(name)) {
                for (ObservedContainer container : deployed.replicasOf(name)) {
                    if (container.state().isUp()) {
                        stops.add(stop(
                                plan,
                                UpDraft.target(container),
                                hooksBeforeStop(name),
                                grace,
                                new Reason.Requested(),
                                dependentsDown));
                    }
                }
            }
            if (services.contains(name)) {
                provider(plan, deployed, name, Step.Provision.STOP, dependentsDown)
                        .ifPresent(stops::add);
            }
            down.put(name, stops.isEmpty() ? dependentsDown : stops);
        }
        return plan.build();
    }

    /** Asks the program that provides a service, if one does, and returns the step that does. */
    static Optional<StepId> provider(
            PlanBuilder plan, Deployed deployed, String service, Step.Provision what, Collection<StepId> after) {
        return deployed.service(service)
                .filter(model -> model.provider().isPresent())
                .map(model -> plan.add(
                        new Step.RunProvider(deployed.model().orElseThrow(), model, what, new Reason.Declared()),
                        after));
    }

    private List<Hook> hooksBeforeStop(String service) {
        return deployed.service(service).map(Service::preStop).orElse(List.of());
    }

    /** Starts services after what they depend on; the caller names dependencies that are to start too. */
    Plan start(Set<String> services, Set<String> awaited) {
        var start = new StartPass(
                plan,
                deployed.graph(),
                slots(services),
                Set.of(),
                deployed::preStart,
                deployed.observed().containers());
        for (String name : deployed.graph().inOrder()) {
            if (services.contains(name)) {
                start.start(name, deployed.service(name));
            }
        }
        deployed.graph().inOrder().stream().filter(awaited::contains).forEach(start::awaitHealthy);
        return plan.build();
    }

    private Map<String, List<Slot>> slots(Set<String> services) {
        var slots = new LinkedHashMap<String, List<Slot>>();
        for (String name : services) {
            slots.put(
                    name,
                    deployed.replicasOf(name).stream()
                            .map(container -> new Slot(UpDraft.target(container), Optional.of(container), List.of()))
                            .toList());
        }
        return slots;
    }

    /** Restarts services, each after those it depends on. */
    Plan restart(Set<String> services, Optional<Duration> grace) {
        Map<String, List<StepId>> up = new HashMap<>();
        for (String name : deployed.graph().inOrder()) {
            var before = new LinkedHashSet<StepId>();
            deployed.graph()
                    .dependenciesOf(name)
                    .keySet()
                    .forEach(dependency -> before.addAll(up.getOrDefault(dependency, List.of())));
            var restarts = new ArrayList<StepId>();
            if (services.contains(name)) {
                for (ObservedContainer container : deployed.replicasOf(name)) {
                    restarts.add(restart(name, container, grace, before));
                }
            }
            up.put(name, restarts.isEmpty() ? List.copyOf(before) : restarts);
        }
        return plan.build();
    }

    private StepId restart(
            String name, ObservedContainer container, Optional<Duration> grace, Collection<StepId> after) {
        var target = UpDraft.target(container);
        Collection<StepId> before = after;
        if (container.state() == ContainerState.RUNNING) {
            for (Hook hook : hooksBeforeStop(name)) {
                before = List.of(plan.add(
                        new Step.RunHook(target, Step.HookKind.PRE_STOP, hook, new Reason.Declared()), before));
            }
        }
        StepId last = plan.add(new Step.RestartContainer(target, grace, new Reason.Requested()), before);
        for (Hook hook : deployed.service(name).map(Service::postStart).orElse(List.of())) {
            last = plan.add(
                    new Step.RunHook(target, Step.HookKind.POST_START, hook, new Reason.Declared()), List.of(last));
        }
        return last;
    }

    /** Removes replicas that are down, or all of them after stopping those that are up. */
    Plan remove(Set<String> services, boolean stopFirst, Step.AnonymousVolumes volumes) {
        for (String name : deployed.graph().inReverseOrder()) {
            for (ObservedContainer container : services.contains(name) ? deployed.replicasOf(name) : noContainers()) {
                boolean up = container.state().isUp();
                if (up && !stopFirst) {
                    continue;
                }
                var target = UpDraft.target(container);
                List<StepId> before = List.of();
                if (up) {
                    before = List.of(stop(
                            plan, target, hooksBeforeStop(name), Optional.empty(), new Reason.Requested(), List.of()));
                }
                plan.add(new Step.RemoveContainer(target, volumes, new Reason.Requested()), before);
            }
        }
        return plan.build();
    }

    private static List<ObservedContainer> noContainers() {
        return List.of();
    }

    /** One independent step for each container in one of these states. */
    Plan each(Collection<ObservedContainer> containers, Set<ContainerState> states, Function<Target, Step> step) {
        for (ObservedContainer container : containers) {
            if (states.contains(container.state())) {
                plan.add(step.apply(UpDraft.target(container)), List.of());
            }
        }
        return plan.build();
    }
}
