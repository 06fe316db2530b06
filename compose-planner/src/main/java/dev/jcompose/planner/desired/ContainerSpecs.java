package dev.jcompose.planner.desired;

import dev.jcompose.model.NetworkAttachment;
import dev.jcompose.model.Project;
import dev.jcompose.model.Service;
import dev.jcompose.model.ServiceBuilder;
import dev.jcompose.model.print.ConfigHash;
import dev.jcompose.model.value.Copies;
import dev.jcompose.model.value.NamespaceMode;
import dev.jcompose.planner.desired.ContainerSpec.Lifetime;
import dev.jcompose.planner.graph.DependencyLabel;
import dev.jcompose.planner.resource.PlanException;
import dev.jcompose.planner.resource.Replica;
import dev.jcompose.planner.resource.ResourceRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.Set;

/** Works out the containers of a project's services: names, labels, networks, mounts. */
public final class ContainerSpecs {
    private final Desired desired;
    private final Project project;
    private final Map<String, Mounts> mounts = new LinkedHashMap<>();

    public ContainerSpecs(Desired desired) {
        this.desired = desired;
        this.project = desired.project();
    }

    /** Name of a replica: {@code project-service-number}, unless the service names its container itself. */
    private String nameOf(Service service, int number) {
        return service.containerName().orElseGet(() -> nameOf(service.name(), Integer.toString(number)));
    }

    private String nameOf(String service, String suffix) {
        return desired.naming().join(project.name(), service, suffix);
    }

    /**
     * A numbered container of a service.
     *
     * @throws PlanException when a secret or config cannot be given to it
     */
    public ContainerSpec replica(ServiceSpec spec, int number) throws PlanException {
        Service service = spec.service();
        String name = nameOf(service, number);
        var labels = labels(service, "False", spec.configHash());
        labels.put(Labels.CONTAINER_NUMBER, Integer.toString(number));
        return assemble(
                service,
                new ResourceRef.Container(new Replica(service.name(), number), name),
                name,
                spec.image(),
                labels,
                spec.configHash(),
                Aliases.OF_SERVICE,
                Lifetime.KEPT);
    }

    /**
     * A container made by {@code run}.
     *
     * @param slug 64 hex digits that no other one-off has
     * @throws PlanException when a secret or config cannot be given to it
     */
    public ContainerSpec oneOff(Service service, String name, String slug, Aliases aliases, Lifetime lifetime)
            throws PlanException {
        String hash = ConfigHash.of(service);
        var labels = labels(service, "True", hash);
        labels.put(Labels.SLUG, slug);
        return assemble(
                service,
                new ResourceRef.OneOff(service.name(), name),
                name,
                Desired.imageOf(project, service, desired.naming()),
                labels,
                hash,
                aliases,
                lifetime);
    }

    /**
     * The container of a {@code pre_start} hook: on the service's networks, with the mounts of one of its replicas.
     *
     * @param replica name of the container whose mounts it shares
     * @param index of the hook in the service
     */
    public ContainerSpec preStart(Service service, int index, String replica) {
        var hook = service.preStart().get(index);
        String name =
                desired.naming().join(project.name(), service.name(), Labels.PRE_START, Integer.toString(index + 1));
        var environment = new LinkedHashMap<>(service.environment());
        environment.putAll(hook.environment());
        var own = new ServiceBuilder(service.name())
                .command(hook.command())
                .environment(environment)
                .user(hook.user().or(() -> hook.image().isPresent() ? Optional.empty() : service.user()))
                .workingDir(hook.workingDir().or(service::workingDir))
                .privileged(hook.privileged())
                .networkMode(service.networkMode())
                .networks(service.networks())
                .platform(service.platform())
                .build();
        var labels = new LinkedHashMap<String, String>();
        labels.put(Labels.PROJECT, project.name());
        labels.put(Labels.SERVICE, service.name());
        labels.put(Labels.VERSION, Labels.OUR_VERSION);
        labels.put(Labels.HOOK, Labels.PRE_START);
        return new ContainerSpec(
                new ResourceRef.Hook(service.name(), name),
                name,
                own,
                hook.image().orElseGet(() -> Desired.imageOf(project, service, desired.naming())),
                labels,
                "",
                networkMode(service, name, Aliases.OF_SERVICE),
                Optional.empty(),
                Optional.empty(),
                List.of(replica),
                List.of(),
                List.of(),
                Lifetime.KEPT);
    }

    /** Which names a container answers to on its networks. */
    public enum Aliases {
        OWN_NAME_ONLY,
        OF_SERVICE
    }

    private SequencedMap<String, String> labels(Service service, String oneOff, String hash) {
        var labels = new LinkedHashMap<>(service.labels());
        labels.put(Labels.PROJECT, project.name());
        labels.put(Labels.SERVICE, service.name());
        labels.put(Labels.ONE_OFF, oneOff);
        labels.put(Labels.VERSION, Labels.OUR_VERSION);
        labels.put(Labels.CONFIG_HASH, hash);
        labels.put(Labels.DEPENDS_ON, DependencyLabel.print(service.dependsOn()));
        labels.put(Labels.WORKING_DIR, project.workingDirectory().toString());
        labels.put(Labels.CONFIG_FILES, String.join(",", project.composeFiles()));
        if (!desired.environmentFiles().isEmpty()) {
            labels.put(Labels.ENVIRONMENT_FILE, String.join(",", desired.environmentFiles()));
        }
        return labels;
    }

    private ContainerSpec assemble(
            Service service,
            ResourceRef.OfContainer resource,
            String name,
            String image,
            SequencedMap<String, String> labels,
            String hash,
            Aliases aliases,
            Lifetime lifetime)
            throws PlanException {
        Mounts resolved = mounts.get(service.name());
        if (resolved == null || resource instanceof ResourceRef.OneOff) {
            resolved = Mounts.of(project, service);
            mounts.put(service.name(), resolved);
        }
        return new ContainerSpec(
                resource,
                name,
                service,
                image,
                labels,
                hash,
                networkMode(service, name, aliases),
                service.pid().map(this::namespace),
                service.ipc().map(this::namespace),
                volumesFrom(service),
                resolved.mounts(),
                resolved.files(),
                lifetime);
    }

    private NetworkMode networkMode(Service service, String containerName, Aliases aliases) {
        if (service.networkMode().isPresent()) {
            return switch (service.networkMode().get()) {
                case NamespaceMode.OfService(String other) -> new NetworkMode.SharedWith(firstOf(other));
                case NamespaceMode.OfContainer(String other) -> new NetworkMode.SharedWith(other);
                case NamespaceMode.Named(String word) -> new NetworkMode.Special(word);
            };
        }
        var keys = service.networksByPriority();
        if (keys.isEmpty()) {
            return new NetworkMode.Special("none");
        }
        var endpoints = new ArrayList<Endpoint>();
        for (String key : keys) {
            endpoints.add(endpoint(service, key, containerName, aliases, endpoints.isEmpty()));
        }
        return new NetworkMode.Attached(endpoints);
    }

    private Endpoint endpoint(Service service, String key, String containerName, Aliases aliases, boolean mainNetwork) {
        var attachment = service.networks().getOrDefault(key, NetworkAttachment.PLAIN);
        Set<String> names = new LinkedHashSet<>();
        names.add(containerName);
        if (aliases == Aliases.OF_SERVICE) {
            names.add(service.name());
            names.addAll(attachment.aliases());
        }
        var network = desired.networks().get(key);
        return new Endpoint(
                key,
                network == null ? project.name() + "_" + key : network.name(),
                List.copyOf(names),
                links(service),
                attachment.ipv4Address(),
                attachment.ipv6Address(),
                attachment.linkLocalIps(),
                // The service's own address is that of its main network.
                attachment.macAddress().or(() -> mainNetwork ? service.macAddress() : Optional.empty()),
                attachment.gatewayPriority() == 0 ? OptionalInt.empty() : OptionalInt.of(attachment.gatewayPriority()),
                attachment.interfaceName(),
                Copies.of(attachment.driverOpts()));
    }

    /** {@code CONTAINER:ALIAS} for each replica of each linked service, and for links to the outside. */
    private List<String> links(Service service) {
        var links = new LinkedHashSet<String>();
        for (String link : service.links()) {
            String[] parts = link.split(":", 2);
            String alias = parts.length == 2 ? parts[1] : parts[0];
            var target = desired.services().get(parts[0]);
            if (target != null) {
                for (int number = 1; number <= target.scale(); number++) {
                    String container = nameOf(target.service(), number);
                    links.add(container + ":" + alias);
                    links.add(container + ":" + parts[0] + "-" + number);
                    links.add(container + ":" + project.name() + "-" + parts[0] + "-" + number);
                }
            }
        }
        for (String link : service.externalLinks()) {
            String[] parts = link.split(":", 2);
            links.add(parts[0] + ":" + (parts.length == 2 ? parts[1] : parts[0]));
        }
        return List.copyOf(links);
    }

    private String namespace(NamespaceMode mode) {
        return switch (mode) {
            case NamespaceMode.OfService(String other) -> "container:" + firstOf(other);
            case NamespaceMode.OfContainer(String other) -> "container:" + other;
            case NamespaceMode.Named(String word) -> word;
        };
    }

    private List<String> volumesFrom(Service service) {
        var found = new ArrayList<String>();
        for (String from : service.volumesFrom()) {
            if (from.startsWith("container:")) {
                found.add(from.substring("container:".length()));
                continue;
            }
            String[] parts = from.split(":", 2);
            found.add(firstOf(parts[0]) + (parts.length == 2 ? ":" + parts[1] : ""));
        }
        return found;
    }

    private String firstOf(String service) {
        var target = project.services().get(service);
        if (target == null) {
            target = project.disabledServices().get(service);
        }
        return target == null ? nameOf(service, "1") : nameOf(target, 1);
    }
}
