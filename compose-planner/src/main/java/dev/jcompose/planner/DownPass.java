package dev.jcompose.planner;

import dev.jcompose.model.Service;
import dev.jcompose.planner.DownOptions.Extra;
import dev.jcompose.planner.desired.Desired;
import dev.jcompose.planner.desired.Labels;
import dev.jcompose.planner.observed.ObservedContainer;
import dev.jcompose.planner.observed.ObservedNetwork;
import dev.jcompose.planner.observed.ObservedVolume;
import dev.jcompose.planner.plan.Plan;
import dev.jcompose.planner.plan.PlanBuilder;
import dev.jcompose.planner.plan.Reason;
import dev.jcompose.planner.plan.Step;
import dev.jcompose.planner.plan.Step.AnonymousVolumes;
import dev.jcompose.planner.plan.Step.WhenInUse;
import dev.jcompose.planner.plan.StepId;
import dev.jcompose.planner.plan.Target;
import dev.jcompose.planner.resource.ResourceRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes a project away: containers, dependents first, then what they used. */
final class DownPass {
    private final Deployed deployed;
    private final DownOptions options;
    private final PlanBuilder plan = new PlanBuilder();
    private final Map<String, List<StepId>> gone = new HashMap<>();
    private final List<StepId> allGone = new ArrayList<>();

    DownPass(Deployed deployed, DownOptions options) {
        this.deployed = deployed;
        this.options = options;
    }

    Plan run() {
        Set<String> services = options.services().isEmpty()
                ? new LinkedHashSet<>(deployed.graph().inOrder())
                : deployed.graph().withDependents(options.services());
        // One-offs and hooks use networks of services too: they go first.
        if (options.extras().contains(Extra.ORPHANS) && options.services().isEmpty()) {
            deployed.strays().forEach(container -> allGone.addAll(remove(orphan(container), container, List.of())));
        }
        for (String service : deployed.graph().inReverseOrder()) {
            if (services.contains(service)) {
                service(service);
            }
        }
        networks(services);
        if (options.extras().contains(Extra.VOLUMES)) {
            volumes(services);
        }
        if (options.extras().contains(Extra.ALL_IMAGES) || options.extras().contains(Extra.LOCAL_IMAGES)) {
            images(services);
        }
        if (plan.build().isEmpty()) {
            plan.warn("No resource found to remove for project \"" + deployed.project() + "\".");
        }
        return plan.build();
    }

    private void service(String name) {
        var dependentsGone = new ArrayList<StepId>();
        deployed.graph()
                .dependentsOf(name)
                .forEach(dependent -> dependentsGone.addAll(gone.getOrDefault(dependent, List.of())));
        var removed = new ArrayList<StepId>();
        for (ObservedContainer container : deployed.observed().containers()) {
            if (container.service().equals(name) && (container.isHook() || !container.isOneOff())) {
                removed.addAll(remove(UpDraft.target(container), container, dependentsGone));
            }
        }
        LifecyclePass.provider(plan, deployed, name, Step.Provision.DOWN, dependentsGone)
                .ifPresent(removed::add);
        // Without containers of its own, those before it still count for those after it.
        gone.put(name, removed.isEmpty() ? dependentsGone : removed);
        allGone.addAll(removed);
    }

    private static Target orphan(ObservedContainer container) {
        var resource = container.isOneOff()
                ? container.resource()
                : new ResourceRef.Orphan(container.service(), container.name());
        return new Target.Existing(container.id(), container.name(), resource);
    }

    private List<StepId> remove(Target target, ObservedContainer container, List<StepId> after) {
        List<StepId> before = after;
        if (container.state().isUp()) {
            var hooks = container.isOneOff()
                    ? List.<dev.jcompose.model.Hook>of()
                    : deployed.service(container.service())
                            .map(Service::preStop)
                            .orElse(List.of());
            before = List.of(LifecyclePass.stop(plan, target, hooks, options.grace(), new Reason.GoesAway(), after));
        }
        var volumes = options.extras().contains(Extra.VOLUMES) ? AnonymousVolumes.REMOVE : AnonymousVolumes.KEEP;
        return List.of(plan.add(new Step.RemoveContainer(target, volumes, new Reason.GoesAway()), before));
    }

    private void networks(Set<String> services) {
        Map<String, String> keys = new LinkedHashMap<>();
        deployed.model()
                .ifPresent(model -> model.networks().forEach((key, network) -> {
                    if (!network.external() && (options.services().isEmpty() || usesNetwork(services, key))) {
                        keys.put(network.name(), key);
                    }
                }));
        for (ObservedNetwork network : deployed.observed().networks()) {
            boolean ours = deployed.project().equals(network.labels().get(Labels.PROJECT));
            String key = network.labels().getOrDefault(Labels.NETWORK, network.name());
            boolean wanted = deployed.model().isPresent()
                    ? keys.containsKey(network.name())
                            && (ours || !network.labels().containsKey(Labels.PROJECT))
                    : ours && options.services().isEmpty();
            if (wanted) {
                plan.add(
                        new Step.RemoveNetwork(
                                new ResourceRef.Network(keys.getOrDefault(network.name(), key), network.name()),
                                network.id(),
                                WhenInUse.WARN,
                                new Reason.GoesAway()),
                        allGone);
            }
        }
    }

    private boolean usesNetwork(Set<String> services, String key) {
        return services.stream()
                .anyMatch(name -> deployed.service(name)
                        .map(service -> service.networks().containsKey(key))
                        .orElse(false));
    }

    private void volumes(Set<String> services) {
        Map<String, String> keys = new LinkedHashMap<>();
        deployed.model()
                .ifPresent(model -> model.volumes().forEach((key, volume) -> {
                    if (!volume.external() && (options.services().isEmpty() || usesVolume(services, key))) {
                        keys.put(volume.name(), key);
                    }
                }));
        for (ObservedVolume volume : deployed.observed().volumes()) {
            boolean ours = deployed.project().equals(volume.labels().get(Labels.PROJECT));
            String key = volume.labels().getOrDefault(Labels.VOLUME, volume.name());
            boolean wanted = deployed.model().isPresent()
                    ? keys.containsKey(volume.name())
                    : ours && options.services().isEmpty();
            if (wanted) {
                plan.add(
                        new Step.RemoveVolume(
                                new ResourceRef.Volume(keys.getOrDefault(volume.name(), key), volume.name()),
                                WhenInUse.WARN,
                                new Reason.GoesAway()),
                        allGone);
            }
        }
    }

    private boolean usesVolume(Set<String> services, String key) {
        return services.stream()
                .anyMatch(name -> deployed.service(name)
                        .map(service -> service.volumes().stream()
                                .anyMatch(mount -> mount.source().equals(java.util.Optional.of(key))))
                        .orElse(false));
    }

    private void images(Set<String> services) {
        deployed.model().ifPresent(model -> {
            var references = new LinkedHashSet<String>();
            for (String name : services) {
                deployed.service(name).ifPresent(service -> {
                    boolean named = service.image().isPresent();
                    if (!named || options.extras().contains(Extra.ALL_IMAGES)) {
                        references.add(Desired.imageOf(model, service));
                    }
                });
            }
            references.stream()
                    .filter(deployed.observed().images()::containsKey)
                    .forEach(reference -> plan.add(
                            new Step.RemoveImage(
                                    new ResourceRef.Image(reference), WhenInUse.WARN, new Reason.GoesAway()),
                            allGone));
        });
    }
}
