package dev.jcompose.planner;

import dev.jcompose.model.PreStartHook;
import dev.jcompose.planner.desired.ContainerSpec;
import dev.jcompose.planner.desired.Endpoint;
import dev.jcompose.planner.desired.Labels;
import dev.jcompose.planner.desired.MountSpec;
import dev.jcompose.planner.desired.NetworkMode;
import dev.jcompose.planner.desired.ServiceSpec;
import dev.jcompose.planner.observed.ObservedContainer;
import dev.jcompose.planner.observed.ObservedMount;
import dev.jcompose.planner.plan.Plan;
import dev.jcompose.planner.plan.Reason;
import dev.jcompose.planner.plan.Step;
import dev.jcompose.planner.plan.Step.AnonymousVolumes;
import dev.jcompose.planner.plan.Step.InheritedVolume;
import dev.jcompose.planner.plan.StepId;
import dev.jcompose.planner.plan.Target;
import dev.jcompose.planner.resource.PlanException;
import dev.jcompose.planner.resource.Replica;
import dev.jcompose.planner.resource.ResourceRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Creates, replaces and removes the replicas of each service. */
final class ContainerPass {
    private final UpDraft draft;
    private final Divergence divergence;

    ContainerPass(UpDraft draft) {
        this.draft = draft;
        this.divergence = new Divergence(draft);
    }

    void run() {
        for (ServiceSpec spec : draft.services()) {
            try {
                service(spec);
            } catch (PlanException e) {
                draft.problems.addAll(e.problems().all());
            }
        }
    }

    private void service(ServiceSpec spec) throws PlanException {
        if (spec.service().preStart().stream().anyMatch(PreStartHook::perReplica)) {
            draft.problem(
                    "unsupported",
                    "service \"" + spec.name() + "\": pre_start with per_replica: true is not supported yet",
                    "leave per_replica out: the hook then runs once, before the first replica starts");
        }
        if (spec.scale() > 0) {
            checkParents(spec);
        }
        var existing = draft.containersOf(spec.name());
        Map<ObservedContainer, Reason> obsolete = new LinkedHashMap<>();
        if (!existing.isEmpty() && spec.scale() > 0) {
            var wanted = draft.specs.replica(spec, 1);
            for (ObservedContainer container : existing) {
                divergence.mustRecreate(spec, wanted, container).ifPresent(reason -> obsolete.put(container, reason));
            }
        }
        // Scaling down takes obsolete containers first, then those with the highest numbers.
        var bySurvival = existing.stream()
                .sorted(Comparator.comparing(obsolete::containsKey))
                .toList();
        int kept = Math.min(spec.scale(), bySurvival.size());
        Set<ObservedContainer> survivors = new LinkedHashSet<>(bySurvival.subList(0, kept));
        bySurvival.subList(kept, bySurvival.size()).forEach(victim -> scaleDown(spec, victim));

        var slots = new ArrayList<Slot>();
        for (ObservedContainer container : existing) {
            if (survivors.contains(container)) {
                Reason reason = obsolete.get(container);
                slots.add(reason == null ? keep(spec, container) : replace(spec, container, reason));
            }
        }
        int number = existing.stream()
                .mapToInt(container -> container.number().orElse(0))
                .max()
                .orElse(0);
        while (slots.size() < spec.scale()) {
            number++;
            slots.add(create(spec, number));
        }
        draft.slots.put(spec.name(), List.copyOf(slots));
    }

    private void checkParents(ServiceSpec spec) {
        for (Parents.Share share : Parents.shares(spec.service())) {
            boolean there = draft.covers(share.service())
                    || !draft.containersOf(share.service()).isEmpty();
            if (!there) {
                draft.problem(
                        "parent-missing",
                        "cannot share " + share.what() + " with service " + share.service() + ": container missing",
                        "start service \"" + share.service() + "\" first, or leave out --no-deps");
            }
        }
    }

    private void scaleDown(ServiceSpec spec, ObservedContainer victim) {
        var why = new Reason.ScaledDown(spec.scale());
        var stopped = draft.stop(victim, why, List.of());
        draft.plan.add(
                new Step.RemoveContainer(UpDraft.target(victim), AnonymousVolumes.KEEP, why),
                stopped.stream().toList());
    }

    private Slot keep(ServiceSpec spec, ObservedContainer container) throws PlanException {
        var ready = new ArrayList<StepId>();
        int number = container.number().orElse(1);
        if (draft.specs.replica(spec, number).network() instanceof NetworkMode.Attached on) {
            for (Endpoint endpoint : on.endpoints()) {
                StepId created = draft.newNetworks.get(endpoint.network());
                if (created != null && draft.replacedNetworks.contains(endpoint.network())) {
                    var why = new Reason.MakesWay(new ResourceRef.Network(endpoint.network(), endpoint.networkName()));
                    ready.add(draft.plan.add(
                            new Step.ConnectNetwork(UpDraft.target(container), endpoint, why), List.of(created)));
                }
            }
        }
        Optional.ofNullable(draft.stopped.get(container.id())).ifPresent(ready::add);
        return new Slot(UpDraft.target(container), Optional.of(container), ready);
    }

    private Slot create(ServiceSpec spec, int number) throws PlanException {
        var wanted = draft.specs.replica(spec, number);
        var created = draft.plan.add(
                new Step.CreateContainer(wanted, wanted.name(), List.of(), shared(spec), new Reason.Missing()),
                before(spec, wanted));
        draft.made.computeIfAbsent(spec.name(), name -> new ArrayList<>()).add(created);
        return new Slot(new Target.Created(created, wanted.resource()), Optional.empty(), List.of(created));
    }

    /** The new one exists before the old one stops; it takes the name once the old one is gone. */
    private Slot replace(ServiceSpec spec, ObservedContainer old, Reason reason) throws PlanException {
        int number = old.number().orElse(1);
        var wanted = draft.specs
                .replica(spec, number)
                .withLabel(Labels.REPLACE, spec.service().containerName().orElse(spec.name() + "-" + number));
        var resource = new ResourceRef.Container(new Replica(spec.name(), number), wanted.name());
        var group = Optional.of(new Plan.Group(resource));
        var created = draft.plan.add(
                new Step.CreateContainer(
                        wanted,
                        old.id().shortForm() + "_" + wanted.name(),
                        inherited(spec, wanted, old),
                        shared(spec),
                        reason),
                before(spec, wanted),
                group);
        var why = new Reason.Replaces(created);
        var before = new ArrayList<StepId>();
        before.add(created);
        before.addAll(stopDependents(spec, resource, created));
        StepId stopped = draft.stopped.get(old.id());
        if (stopped == null && old.state().isUp()) {
            stopped = draft.plan.add(
                    new Step.StopContainer(UpDraft.target(old), draft.options.stopGrace(), why), before, group);
            draft.stopped.put(old.id(), stopped);
            before.clear();
        }
        if (stopped != null) {
            before.add(stopped);
        }
        var removed = draft.plan.add(
                new Step.RemoveContainer(UpDraft.target(old), AnonymousVolumes.KEEP, why), before, group);
        var target = new Target.Created(created, wanted.resource());
        var renamed = draft.plan.add(
                new Step.RenameContainer(target, wanted.name(), new Reason.TakesName(created)),
                List.of(removed),
                group);
        draft.made.computeIfAbsent(spec.name(), name -> new ArrayList<>()).add(renamed);
        return new Slot(target, Optional.empty(), List.of(renamed));
    }

    /** Those that say {@code restart: true} of a service go down before it is replaced and come back with it. */
    private List<StepId> stopDependents(ServiceSpec spec, ResourceRef replaced, StepId created) {
        var stops = new ArrayList<StepId>();
        for (String dependent : draft.desired.graph().dependentsOf(spec.name())) {
            var edge = draft.desired.graph().dependenciesOf(dependent).get(spec.name());
            if (edge != null && edge.restart() && draft.covers(dependent)) {
                for (ObservedContainer container : draft.containersOf(dependent)) {
                    draft.stop(container, new Reason.MakesWay(replaced), List.of(created))
                            .ifPresent(stops::add);
                }
            }
        }
        return stops;
    }

    /** The containers that this one is to share something with, by their services. */
    private Map<String, Target> shared(ServiceSpec spec) {
        var targets = new LinkedHashMap<String, Target>();
        for (String parent : Parents.of(spec.service())) {
            draft.slots.getOrDefault(parent, List.of()).stream()
                    .map(Slot::target)
                    .findFirst()
                    .or(() -> draft.containersOf(parent).stream()
                            .map(UpDraft::target)
                            .findFirst())
                    .ifPresent(target -> targets.put(parent, target));
        }
        return targets;
    }

    private List<StepId> before(ServiceSpec spec, ContainerSpec wanted) {
        var steps = new ArrayList<StepId>();
        Optional.ofNullable(draft.pulls.get(spec.image())).ifPresent(steps::add);
        if (wanted.network() instanceof NetworkMode.Attached on) {
            on.endpoints()
                    .forEach(endpoint -> Optional.ofNullable(draft.newNetworks.get(endpoint.network()))
                            .ifPresent(steps::add));
        }
        for (MountSpec mount : wanted.mounts()) {
            if (mount instanceof MountSpec.NamedVolume named) {
                Optional.ofNullable(draft.newVolumes.get(named.volume())).ifPresent(steps::add);
            }
        }
        for (String parent : Parents.of(spec.service())) {
            steps.addAll(draft.made.getOrDefault(parent, List.of()));
        }
        return steps;
    }

    /** Anonymous volumes move on when the image or the model still has a volume at their target. */
    private List<InheritedVolume> inherited(ServiceSpec spec, ContainerSpec wanted, ObservedContainer old) {
        if (draft.options.isTarget(spec.name()) && draft.options.anonymousVolumes() == AnonymousVolumes.REMOVE) {
            return List.of();
        }
        var image = draft.observed.images().get(spec.image());
        Set<String> targets = new LinkedHashSet<>();
        if (image != null) {
            targets.addAll(image.volumes());
        }
        for (MountSpec mount : wanted.mounts()) {
            if (mount instanceof MountSpec.AnonymousVolume) {
                targets.add(mount.target());
            } else {
                targets.remove(mount.target());
            }
        }
        return old.mounts().stream()
                .filter(mount -> mount.kind() == ObservedMount.Kind.VOLUME && targets.contains(mount.target()))
                .map(mount -> new InheritedVolume(mount.target(), mount.volume()))
                .toList();
    }
}
