package dev.jcompose.planner.desired;

import dev.jcompose.model.Network;
import dev.jcompose.model.Origins;
import dev.jcompose.model.Project;
import dev.jcompose.model.Service;
import dev.jcompose.model.Volume;
import dev.jcompose.model.print.ConfigHash;
import dev.jcompose.model.value.Copies;
import dev.jcompose.planner.graph.ServiceGraph;
import dev.jcompose.planner.resource.PlanException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * All that a project wants to exist.
 *
 * @param project the model
 * @param graph order of its services
 * @param services by name, each after those it depends on; those an external provider runs are left out
 * @param networks by key
 * @param volumes by key
 * @param environmentFiles absolute paths that were given on the command line
 * @param naming of its containers
 */
public record Desired(
        Project project,
        ServiceGraph graph,
        SequencedMap<String, ServiceSpec> services,
        SequencedMap<String, NetworkSpec> networks,
        SequencedMap<String, VolumeSpec> volumes,
        List<String> environmentFiles,
        Naming naming) {
    public Desired {
        services = Copies.of(services);
        networks = Copies.of(networks);
        volumes = Copies.of(volumes);
        environmentFiles = List.copyOf(environmentFiles);
    }

    /**
     * Works out names and fingerprints.
     *
     * @param scale replicas by service, over the model's
     * @param environmentFiles of {@code --env-file}, for a label
     * @throws PlanException when services depend on each other in a circle
     */
    public static Desired of(
            Project project, Origins origins, Map<String, Integer> scale, List<String> environmentFiles)
            throws PlanException {
        return of(project, origins, scale, environmentFiles, Naming.DASHES);
    }

    /** The same with another way to make names. */
    public static Desired of(
            Project project, Origins origins, Map<String, Integer> scale, List<String> environmentFiles, Naming naming)
            throws PlanException {
        var graph = ServiceGraph.of(project, origins);
        var services = new LinkedHashMap<String, ServiceSpec>();
        for (String name : graph.inOrder()) {
            var service = Optional.ofNullable(project.services().get(name)).orElseThrow();
            if (service.provider().isEmpty()) {
                int replicas = scale.getOrDefault(name, service.replicas());
                services.put(
                        name,
                        new ServiceSpec(service, imageOf(project, service, naming), replicas, ConfigHash.of(service)));
            }
        }
        var networks = new LinkedHashMap<String, NetworkSpec>();
        project.networks().forEach((key, network) -> networks.put(key, network(project, key, network)));
        var volumes = new LinkedHashMap<String, VolumeSpec>();
        project.volumes().forEach((key, volume) -> volumes.put(key, volume(project, key, volume)));
        return new Desired(project, graph, services, networks, volumes, environmentFiles, naming);
    }

    /** The reference a service's containers are created from. */
    public static String imageOf(Project project, Service service) {
        return imageOf(project, service, Naming.DASHES);
    }

    static String imageOf(Project project, Service service, Naming naming) {
        return service.image().orElseGet(() -> naming.join(project.name(), service.name()));
    }

    private static NetworkSpec network(Project project, String key, Network network) {
        if (network.external()) {
            return new NetworkSpec(key, network.name(), network, Copies.of(Map.of()), "");
        }
        String hash = ConfigHash.of(network);
        var labels = new LinkedHashMap<>(network.labels());
        labels.put(Labels.NETWORK, key);
        labels.put(Labels.PROJECT, project.name());
        labels.put(Labels.VERSION, Labels.OUR_VERSION);
        labels.put(Labels.CONFIG_HASH, hash);
        return new NetworkSpec(key, network.name(), network, labels, hash);
    }

    private static VolumeSpec volume(Project project, String key, Volume volume) {
        if (volume.external()) {
            return new VolumeSpec(key, volume.name(), volume, Copies.of(Map.of()), "");
        }
        String hash = ConfigHash.of(volume);
        var labels = new LinkedHashMap<>(volume.labels());
        labels.put(Labels.VOLUME, key);
        labels.put(Labels.PROJECT, project.name());
        labels.put(Labels.VERSION, Labels.OUR_VERSION);
        labels.put(Labels.CONFIG_HASH, hash);
        return new VolumeSpec(key, volume.name(), volume, labels, hash);
    }
}
