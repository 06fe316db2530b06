package dev.jcompose.engine.testkit;

import dev.jcompose.model.Service;
import dev.jcompose.model.ServiceBuilder;
import dev.jcompose.model.value.Copies;
import dev.jcompose.planner.desired.ContainerSpec;
import dev.jcompose.planner.desired.ContainerSpec.Lifetime;
import dev.jcompose.planner.desired.Labels;
import dev.jcompose.planner.desired.MountSpec;
import dev.jcompose.planner.desired.NetworkMode;
import dev.jcompose.planner.resource.Replica;
import dev.jcompose.planner.resource.ResourceRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;

/** Container specs for tests: a service and the little that needs a project. */
public final class Specs {
    private Specs() {}

    /** A service {@code web} with these attributes. */
    public static Service service(UnaryOperator<ServiceBuilder> attributes) {
        return attributes.apply(new ServiceBuilder("web")).build();
    }

    /** A container without network and mounts. */
    public static ContainerSpec of(String name, String image, Service service) {
        return of(name, image, service, new NetworkMode.Special("none"), List.of());
    }

    /** A container of a project that is called as the container is. */
    public static ContainerSpec of(
            String name, String image, Service service, NetworkMode network, List<MountSpec> mounts) {
        return new ContainerSpec(
                new ResourceRef.Container(new Replica(service.name(), 1), name),
                name,
                service,
                image,
                labels(name),
                "0".repeat(64),
                network,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                mounts,
                List.of(),
                Lifetime.KEPT);
    }

    private static SequencedMap<String, String> labels(String name) {
        return Copies.of(Map.of(Labels.PROJECT, name));
    }
}
