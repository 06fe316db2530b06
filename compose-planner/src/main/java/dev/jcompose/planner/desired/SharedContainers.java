package dev.jcompose.planner.desired;

import dev.jcompose.model.Service;
import dev.jcompose.model.print.ConfigHash;
import dev.jcompose.model.value.NamespaceMode;
import dev.jcompose.planner.resource.ContainerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts the ids of containers in place of the services whose namespaces and volumes a service shares. A container made for
 * such a service is bound to these very containers, so its fingerprint tells which they were, as that of Docker Compose
 * does.
 *
 * @param byService the container that stands for each service
 */
public record SharedContainers(Map<String, ContainerId> byService) {
    private static final String CONTAINER = "container:";

    public SharedContainers {
        byService = Map.copyOf(byService);
    }

    /** The fingerprint of a service's container. */
    public String configHash(Service service) {
        // What follows the service in volumes_from, such as ":ro", is no part of Docker Compose's fingerprint.
        return ConfigHash.of(service.toBuilder()
                .networkMode(service.networkMode().map(this::mode))
                .ipc(service.ipc().map(this::mode))
                .pid(service.pid().map(this::mode))
                .volumesFrom(service.volumesFrom().stream()
                        .map(from -> container(from).split(":", 2)[0])
                        .toList())
                .build());
    }

    /** A container bound to these containers, with the fingerprint that says so. */
    public ContainerSpec into(ContainerSpec spec) {
        var service = spec.service();
        String hash = configHash(service);
        var network = service.networkMode().map(this::mode);
        return new ContainerSpec(
                        spec.resource(),
                        spec.name(),
                        service,
                        spec.image(),
                        spec.labels(),
                        hash,
                        network.isPresent() && network.get() instanceof NamespaceMode.OfContainer(String id)
                                ? new NetworkMode.SharedWith(id)
                                : spec.network(),
                        service.pid().map(mode -> mode(mode).toString()),
                        service.ipc().map(mode -> mode(mode).toString()),
                        containers(service),
                        spec.mounts(),
                        spec.files(),
                        spec.lifetime())
                .withLabel(Labels.CONFIG_HASH, hash);
    }

    private List<String> containers(Service service) {
        var found = new ArrayList<String>();
        service.volumesFrom().forEach(from -> found.add(container(from)));
        return found;
    }

    private NamespaceMode mode(NamespaceMode mode) {
        return mode.referencedService()
                .flatMap(this::idOf)
                .<NamespaceMode>map(id -> new NamespaceMode.OfContainer(id.value()))
                .orElse(mode);
    }

    private String container(String from) {
        if (from.startsWith(CONTAINER)) {
            return from.substring(CONTAINER.length());
        }
        String[] parts = from.split(":", 2);
        String name = idOf(parts[0]).map(ContainerId::value).orElse(parts[0]);
        return parts.length == 2 ? name + ":" + parts[1] : name;
    }

    private Optional<ContainerId> idOf(String service) {
        return Optional.ofNullable(byService.get(service));
    }
}
