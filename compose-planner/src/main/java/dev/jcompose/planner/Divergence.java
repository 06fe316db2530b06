package dev.jcompose.planner;

import dev.jcompose.planner.UpOptions.Recreate;
import dev.jcompose.planner.desired.ContainerSpec;
import dev.jcompose.planner.desired.Endpoint;
import dev.jcompose.planner.desired.Labels;
import dev.jcompose.planner.desired.MountSpec;
import dev.jcompose.planner.desired.NetworkMode;
import dev.jcompose.planner.desired.ServiceSpec;
import dev.jcompose.planner.desired.SharedContainers;
import dev.jcompose.planner.observed.ContainerState;
import dev.jcompose.planner.observed.ObservedContainer;
import dev.jcompose.planner.observed.ObservedMount;
import dev.jcompose.planner.plan.FieldChange;
import dev.jcompose.planner.plan.Reason;
import dev.jcompose.planner.resource.ContainerId;
import dev.jcompose.planner.resource.ResourceRef;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides whether an existing container can stay. */
final class Divergence {
    private final UpDraft draft;

    Divergence(UpDraft draft) {
        this.draft = draft;
    }

    /**
     * Why a container has to be replaced, if it has to.
     *
     * @param wanted the container as it should be; its number and name do not matter
     */
    Optional<Reason> mustRecreate(ServiceSpec spec, ContainerSpec wanted, ObservedContainer container) {
        Recreate recreate = draft.options.isTarget(spec.name())
                ? draft.options.recreateTargets()
                : draft.options.recreateDependencies();
        return switch (recreate) {
            case NEVER -> Optional.empty();
            case ALWAYS -> Optional.of(new Reason.Forced());
            case DIVERGED ->
                replacedParent(spec)
                        .or(() -> configuration(spec, container))
                        .or(() -> imageDigest(spec, container))
                        .or(() -> notAttached(wanted, container))
                        .or(() -> notMounted(wanted, container));
        };
    }

    /** A container that shares a namespace or volumes with one that is replaced would be left with the old one's. */
    private Optional<Reason> replacedParent(ServiceSpec spec) {
        return Parents.of(spec.service()).stream()
                .filter(parent -> !draft.made.getOrDefault(parent, List.of()).isEmpty())
                .findFirst()
                .map(parent -> new Reason.DependencyReplaced(new ResourceRef.Service(parent)));
    }

    private Optional<Reason> configuration(ServiceSpec spec, ObservedContainer container) {
        if (configHash(spec).equals(container.labels().get(Labels.CONFIG_HASH))) {
            return Optional.empty();
        }
        if (!spec.image().equals(container.image()) && !container.image().startsWith("sha256:")) {
            return Optional.of(new Reason.Changed(List.of(new FieldChange("image", container.image(), spec.image()))));
        }
        return Optional.of(new Reason.ConfigurationChanged());
    }

    /** As it would be of a container made now: those it shares something with count by their ids. */
    private String configHash(ServiceSpec spec) {
        var parents = Parents.of(spec.service());
        if (parents.isEmpty()) {
            return spec.configHash();
        }
        Map<String, ContainerId> shared = new HashMap<>();
        for (String parent : parents) {
            draft.containersOf(parent).stream().findFirst().ifPresent(existing -> shared.put(parent, existing.id()));
        }
        return new SharedContainers(shared).configHash(spec.service());
    }

    private Optional<Reason> imageDigest(ServiceSpec spec, ObservedContainer container) {
        var image = draft.observed.images().get(spec.image());
        String created = container.labels().getOrDefault(Labels.IMAGE, container.imageId());
        if (image == null || created.isEmpty() || created.equals(image.id())) {
            return Optional.empty();
        }
        return Optional.of(new Reason.Changed(
                List.of(new FieldChange("image digest", shortDigest(created), shortDigest(image.id())))));
    }

    private static String shortDigest(String digest) {
        String hex = digest.substring(digest.indexOf(':') + 1);
        return hex.length() <= 12 ? hex : hex.substring(0, 12);
    }

    private Optional<Reason> notAttached(ContainerSpec wanted, ObservedContainer container) {
        if (container.state() != ContainerState.RUNNING || !(wanted.network() instanceof NetworkMode.Attached on)) {
            return Optional.empty();
        }
        for (Endpoint endpoint : on.endpoints()) {
            boolean attached = container.networks().stream()
                    .anyMatch(there -> there.networkName().equals(endpoint.networkName()) && exists(there.networkId()));
            if (!attached && !draft.replacedNetworks.contains(endpoint.network())) {
                return Optional.of(
                        new Reason.NotAttached(new ResourceRef.Network(endpoint.network(), endpoint.networkName())));
            }
        }
        return Optional.empty();
    }

    private boolean exists(String networkId) {
        return networkId.isEmpty()
                || draft.observed.networks().stream()
                        .anyMatch(network -> network.id().equals(networkId));
    }

    private static Optional<Reason> notMounted(ContainerSpec wanted, ObservedContainer container) {
        for (MountSpec mount : wanted.mounts()) {
            if (mount instanceof MountSpec.NamedVolume named) {
                boolean there = container.mounts().stream()
                        .anyMatch(m -> m.kind() == ObservedMount.Kind.VOLUME
                                && m.volume().equals(named.volume()));
                if (!there) {
                    return Optional.of(new Reason.NotMounted(new ResourceRef.Volume(named.volume(), named.volume())));
                }
            }
        }
        return Optional.empty();
    }
}
