package dev.jcompose.planner;

import dev.jcompose.model.Dependency;
import dev.jcompose.model.Network;
import dev.jcompose.model.NetworkAttachment;
import dev.jcompose.model.Origins;
import dev.jcompose.model.Project;
import dev.jcompose.model.Service;
import dev.jcompose.model.ServiceBuilder;
import dev.jcompose.model.Volume;
import dev.jcompose.model.value.Copies;
import dev.jcompose.planner.desired.ContainerSpecs;
import dev.jcompose.planner.desired.Desired;
import dev.jcompose.planner.desired.Labels;
import dev.jcompose.planner.observed.ContainerState;
import dev.jcompose.planner.observed.Health;
import dev.jcompose.planner.observed.Observed;
import dev.jcompose.planner.observed.ObservedContainer;
import dev.jcompose.planner.observed.ObservedEndpoint;
import dev.jcompose.planner.observed.ObservedImage;
import dev.jcompose.planner.observed.ObservedMount;
import dev.jcompose.planner.observed.ObservedNetwork;
import dev.jcompose.planner.observed.ObservedVolume;
import dev.jcompose.planner.plan.Plan;
import dev.jcompose.planner.resource.ContainerId;
import dev.jcompose.planner.resource.PlanException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Projects and what exists of them, in as few words as tests need. The project is always called {@code shop}. */
final class Given {
    static final Origins NOWHERE = path -> Optional.empty();

    private Given() {}

    static ServiceBuilder service(String name, String image) {
        var networks = new LinkedHashMap<String, NetworkAttachment>();
        networks.put("default", NetworkAttachment.PLAIN);
        return new ServiceBuilder(name).image(Optional.of(image)).networks(networks);
    }

    static Dependency on(Dependency.Condition condition) {
        return new Dependency(condition, false, true, Copies.of(Map.of()));
    }

    static Dependency restarting() {
        return new Dependency(Dependency.Condition.STARTED, true, true, Copies.of(Map.of()));
    }

    static java.util.SequencedMap<String, Dependency> dependsOn(String service, Dependency how) {
        var map = new LinkedHashMap<String, Dependency>();
        map.put(service, how);
        return map;
    }

    static Project project(ServiceBuilder... services) {
        return project(List.of(), services);
    }

    static Project project(List<String> volumes, ServiceBuilder... services) {
        var byName = new LinkedHashMap<String, Service>();
        for (ServiceBuilder builder : services) {
            Service service = builder.build();
            byName.put(service.name(), service);
        }
        var networks = new LinkedHashMap<String, Network>();
        networks.put("default", network("default"));
        var byKey = new LinkedHashMap<String, Volume>();
        volumes.forEach(key -> byKey.put(key, volume(key)));
        return new Project(
                "shop",
                Path.of("/srv/shop"),
                List.of("/srv/shop/compose.yaml"),
                byName,
                new LinkedHashMap<>(),
                networks,
                byKey,
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                List.of(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>());
    }

    static Network network(String key) {
        return new Network(
                key,
                "shop_" + key,
                Optional.empty(),
                new LinkedHashMap<>(),
                Optional.empty(),
                false,
                false,
                false,
                new LinkedHashMap<>(),
                Optional.empty(),
                Optional.empty(),
                new LinkedHashMap<>());
    }

    static Volume volume(String key) {
        return new Volume(
                key,
                "shop_" + key,
                Optional.empty(),
                new LinkedHashMap<>(),
                false,
                new LinkedHashMap<>(),
                new LinkedHashMap<>());
    }

    static Desired desired(Project project) {
        try {
            return Desired.of(project, NOWHERE, Map.of(), List.of());
        } catch (PlanException e) {
            throw new AssertionError(e);
        }
    }

    static Plan up(Project project, Observed observed) {
        return up(project, observed, UpOptions.defaults());
    }

    static Plan up(Project project, Observed observed, UpOptions options) {
        try {
            return Planner.up(desired(project), observed, options);
        } catch (PlanException e) {
            throw new AssertionError(e);
        }
    }

    static World world(Project project) {
        return new World(project);
    }

    /** What exists; starts as everything the project has but containers. */
    static final class World {
        private final Desired desired;
        private final List<ObservedContainer> containers = new ArrayList<>();
        private final List<ObservedNetwork> networks = new ArrayList<>();
        private final List<ObservedVolume> volumes = new ArrayList<>();
        private final LinkedHashMap<String, ObservedImage> images = new LinkedHashMap<>();

        World(Project project) {
            this.desired = Given.desired(project);
            desired.networks()
                    .values()
                    .forEach(spec -> networks.add(
                            new ObservedNetwork("id-" + spec.name(), spec.name(), "bridge", spec.labels())));
            desired.volumes()
                    .values()
                    .forEach(spec -> volumes.add(new ObservedVolume(spec.name(), "local", spec.labels())));
            desired.services().values().forEach(spec -> image(spec.image(), List.of()));
        }

        World without(String... kinds) {
            for (String kind : kinds) {
                switch (kind) {
                    case "networks" -> networks.clear();
                    case "volumes" -> volumes.clear();
                    case "images" -> images.clear();
                    default -> throw new IllegalArgumentException(kind);
                }
            }
            return this;
        }

        World image(String reference, List<String> volumes) {
            images.put(
                    reference,
                    new ObservedImage(
                            "sha256:" + reference,
                            List.of(reference),
                            "linux/amd64",
                            1,
                            Instant.EPOCH,
                            Optional.of(Instant.EPOCH),
                            volumes,
                            new LinkedHashMap<>()));
            return this;
        }

        World network(String name, Map<String, String> labels) {
            networks.removeIf(network -> network.name().equals(name));
            networks.add(new ObservedNetwork("id-" + name, name, "bridge", Copies.of(labels)));
            return this;
        }

        World volume(String name, Map<String, String> labels) {
            volumes.removeIf(volume -> volume.name().equals(name));
            volumes.add(new ObservedVolume(name, "local", Copies.of(labels)));
            return this;
        }

        World running(String service, int number) {
            return container(service, number, ContainerState.RUNNING, Health.NONE, Map.of(), List.of());
        }

        /** A container that a {@code pre_start} hook of an earlier run has left behind. */
        World leftOverHook(String service) {
            return container(
                    service, 1, ContainerState.EXITED, Health.NONE, Map.of(Labels.HOOK, Labels.PRE_START), List.of());
        }

        World healthy(String service, int number) {
            return container(service, number, ContainerState.RUNNING, Health.HEALTHY, Map.of(), List.of());
        }

        World in(ContainerState state, String service, int number) {
            return container(service, number, state, Health.NONE, Map.of(), List.of());
        }

        /** One made from a service that looked different. */
        World outdated(String service, int number, String image, ObservedMount... mounts) {
            containers.add(with(
                    make(
                            service,
                            number,
                            ContainerState.RUNNING,
                            Health.NONE,
                            Map.of(Labels.CONFIG_HASH, "old"),
                            List.of(mounts)),
                    image));
            return this;
        }

        World container(
                String service,
                int number,
                ContainerState state,
                Health health,
                Map<String, String> labels,
                List<ObservedMount> mounts) {
            containers.add(make(service, number, state, health, labels, mounts));
            return this;
        }

        private ObservedContainer make(
                String service,
                int number,
                ContainerState state,
                Health health,
                Map<String, String> extra,
                List<ObservedMount> mounts) {
            var labels = new LinkedHashMap<String, String>();
            String name = "shop-" + service + "-" + number;
            String image = "other";
            var spec = desired.services().get(service);
            var networksOf = new ArrayList<ObservedEndpoint>();
            var mountsOf = new ArrayList<>(mounts);
            if (spec != null) {
                try {
                    var wanted = new ContainerSpecs(desired).replica(spec, number);
                    labels.putAll(wanted.labels());
                    name = wanted.name();
                    image = spec.image();
                } catch (PlanException e) {
                    throw new AssertionError(e);
                }
                spec.service().networks().keySet().forEach(key -> {
                    String network = "shop_" + key;
                    networksOf.add(new ObservedEndpoint(network, "id-" + network, "", ""));
                });
                spec.service()
                        .volumes()
                        .forEach(mount -> mount.source()
                                .ifPresent(source -> mountsOf.add(new ObservedMount(
                                        ObservedMount.Kind.VOLUME,
                                        "",
                                        "shop_" + source,
                                        mount.target(),
                                        ObservedMount.Access.READ_WRITE))));
            } else {
                labels.put(Labels.PROJECT, "shop");
                labels.put(Labels.SERVICE, service);
                labels.put(Labels.CONTAINER_NUMBER, Integer.toString(number));
                labels.put(Labels.ONE_OFF, "False");
            }
            labels.putAll(extra);
            String id = (name.replaceAll("[^a-z0-9]", "") + "0".repeat(64)).substring(0, 64);
            return new ObservedContainer(
                    new ContainerId(id),
                    name,
                    image,
                    "sha256:" + image,
                    "cmd",
                    state,
                    health,
                    0,
                    "",
                    labels,
                    networksOf,
                    mountsOf,
                    List.of(),
                    Instant.EPOCH);
        }

        private static ObservedContainer with(ObservedContainer container, String image) {
            return new ObservedContainer(
                    container.id(),
                    container.name(),
                    image,
                    "sha256:" + image,
                    container.command(),
                    container.state(),
                    container.health(),
                    0,
                    "",
                    container.labels(),
                    container.networks(),
                    container.mounts(),
                    List.of(),
                    Instant.EPOCH);
        }

        Observed observed() {
            return new Observed(containers, networks, volumes, images);
        }
    }

    static OptionalInt scale(int replicas) {
        return OptionalInt.of(replicas);
    }
}
