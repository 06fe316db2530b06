package dev.jcompose.runtime.container;

import dev.jcompose.runtime.container.MountPlan.Decided;
import dev.jcompose.runtime.image.Image;
import dev.jcompose.runtime.image.LayerDirectory;
import dev.jcompose.runtime.image.LayerView;
import dev.jcompose.runtime.image.Platform;
import dev.jcompose.runtime.network.EndpointSpec;
import dev.jcompose.runtime.network.NetworkException;
import dev.jcompose.runtime.volume.CopyUp;
import dev.jcompose.runtime.volume.Volume;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes containers: decides everything that does not change afterwards, and brings it to the disk. */
final class Creation {
    private static final Set<String> LOG_DRIVERS = Set.of("json-file", "local", "none");

    /** Its own, and the name of the one that clients ask for to say that they want nothing special. */
    private static final Set<String> RUNTIMES = Set.of("", "jcompose", "runc", "io.containerd.runc.v2");

    private final Foundations base;
    private final ContainerIndex index;
    private final Path containers;

    Creation(Foundations base, ContainerIndex index, Path containers) {
        this.base = base;
        this.index = index;
        this.containers = containers;
    }

    /**
     * Makes a container in state {@code created}; when it fails, nothing of it is left.
     *
     * @throws ContainerException INVALID or CONFLICT
     * @throws dev.jcompose.runtime.image.ImageException NOT_FOUND without the image
     */
    Container create(CreateRequest request) throws IOException {
        Image image = base.images().get(request.config().image());
        checkPlatform(request, image);
        check(request.host());
        UserNamespaces.check(request.host(), base.remap());
        String id = ContainerIndex.newId();
        ContainerConfig config = ImageDefaults.merge(request.config(), image.config());
        Optional<String> networkOf = HostConfig.otherContainer(request.host().networkMode());
        if (networkOf.isPresent()) {
            // One network, one name: /etc/hosts is shared, and knows the other container only.
            config = config.withHostname(
                    index.get(networkOf.get()).record().config().hostname());
        } else if (config.hostname().isEmpty() && !request.host().networkMode().equals("host")) {
            config = config.withHostname(id.substring(0, 12));
        }
        checkHealth(config);
        HostConfig host = resolveNetworkMode(request.host());
        List<EndpointSpec> endpoints = endpoints(host, request.endpoints());
        Ports.bindings(config, host); // for its complaints
        List<Decided> mounts = MountPlan.decide(config, host, inherited(host));
        String name = reserveName(request.name(), id);
        try {
            return make(id, name, image, config, host, endpoints, mounts);
        } catch (FileSystemException e) {
            index.release(name, id);
            throw new ContainerException(
                    ContainerException.Kind.SYSTEM, "cannot create container " + name + ": " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            index.release(name, id);
            throw e;
        }
    }

    private Container make(
            String id,
            String name,
            Image image,
            ContainerConfig config,
            HostConfig host,
            List<EndpointSpec> endpoints,
            List<Decided> mounts)
            throws IOException {
        var files = new ContainerFiles(containers.resolve(id));
        var made = new ArrayList<String>();
        try {
            files.create();
            List<String> ownVolumes = ownVolumes(mounts);
            if (!ownVolumes.isEmpty()) {
                files.markIncomplete(ownVolumes);
            }
            var points = new ArrayList<MountPoint>();
            for (Decided mount : mounts) {
                points.add(realize(mount, image, made));
            }
            var record = new ContainerRecord(
                    id, name, base.clock().instant(), image.id().toString(), config, host, points, endpoints);
            files.write(RunState.CREATED);
            files.write(record);
            files.markComplete();
            var container = new Container(files, record, RunState.CREATED, base.log());
            index.add(container);
            base.publish(record, "create");
            return container;
        } catch (IOException | RuntimeException e) {
            undo(files, made, e);
            throw e;
        }
    }

    private void undo(ContainerFiles files, List<String> volumes, Exception cause) {
        for (String volume : volumes) {
            try {
                base.volumes().remove(volume, List.of());
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }
        try {
            base.root().trash().discard(files.directory());
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private static List<String> ownVolumes(List<Decided> mounts) {
        return mounts.stream()
                .filter(mount -> mount.volume().isPresent()
                        && mount.volume().get().labels().containsKey(Volume.ANONYMOUS_LABEL))
                .map(mount -> mount.point().name())
                .toList();
    }

    /** Makes what the mount needs on the host. */
    private MountPoint realize(Decided mount, Image image, List<String> made) throws IOException {
        MountPoint point = mount.point();
        if (mount.createSource() && point.type() == MountType.BIND && !Files.exists(Path.of(point.source()))) {
            Files.createDirectories(
                    Path.of(point.source()),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        }
        if (point.idMap().equals(OwnerMapping.OF_SOURCE)) {
            return point.withIdMap(OwnerMapping.ofSource(Path.of(point.source())));
        }
        if (mount.volume().isEmpty()) {
            return point;
        }
        boolean existed = base.volumes().find(point.name()).isPresent();
        Volume volume = base.volumes().create(mount.volume().get());
        if (!existed) {
            if (volume.isAnonymous()) {
                made.add(volume.name());
            }
            base.events()
                    .publish(new Event(
                            "volume",
                            "create",
                            volume.name(),
                            Map.of("driver", volume.driver()),
                            base.clock().instant()));
        }
        if (mount.copyUp() && volume.options().isEmpty()) {
            List<Path> layers = base.images().layerDirectories(image).stream()
                    .map(LayerDirectory::directory)
                    .toList();
            CopyUp.fill(volume.data(), LayerView.of(layers), point.destination());
        }
        return point.withSource(volume.data().toString());
    }

    private String reserveName(Optional<String> wanted, String id) throws ContainerException {
        if (wanted.isPresent()) {
            String name = wanted.get().startsWith("/") ? wanted.get().substring(1) : wanted.get();
            index.reserve(name, id);
            return name;
        }
        for (; ; ) {
            String name = RandomName.next();
            if (index.find(name).isEmpty()) {
                index.reserve(name, id);
                return name;
            }
        }
    }

    private static void checkPlatform(CreateRequest request, Image image) throws ContainerException {
        if (request.platform().isEmpty()) {
            return;
        }
        Platform wanted = request.platform().get();
        if (!wanted.os().equals(image.platform().os())
                || !wanted.architecture().equals(image.platform().architecture())) {
            throw new ContainerException(
                    ContainerException.Kind.NOT_FOUND,
                    "image with reference " + request.config().image() + " was found but does not provide the platform "
                            + wanted + ": it is for " + image.platform());
        }
    }

    private static void check(HostConfig host) throws ContainerException {
        host.resources().check();
        if (host.autoRemove() && host.restartPolicy().mode() != RestartPolicy.Mode.NO) {
            throw ContainerException.invalid("can't create 'AutoRemove' container with restart policy");
        }
        if (!LOG_DRIVERS.contains(host.logConfig().type())) {
            throw ContainerException.invalid(
                    "error looking up logging plugin " + host.logConfig().type()
                            + ": plugin \"" + host.logConfig().type()
                            + "\" not found: this engine has json-file, local and none");
        }
        if (!RUNTIMES.contains(host.runtime())) {
            throw ContainerException.invalid("unknown or invalid runtime name: " + host.runtime());
        }
        LogOptions.logFile(host.logConfig(), Path.of("/")); // for its complaints
        for (String extra : host.extraHosts()) {
            try {
                dev.jcompose.runtime.network.SandboxSpec.ExtraHost.parse(extra);
            } catch (IllegalArgumentException e) {
                throw ContainerException.invalid(String.valueOf(e.getMessage()));
            }
        }
        Isolation.check(host);
    }

    private static void checkHealth(ContainerConfig config) throws ContainerException {
        if (config.stopSignal().isPresent()) {
            Signals.parse(config.stopSignal().get());
        }
        if (config.healthcheck().isEmpty()) {
            return;
        }
        HealthConfig health = config.healthcheck().get();
        if (!health.test().isEmpty()
                && !Set.of("NONE", "CMD", "CMD-SHELL").contains(health.test().getFirst())) {
            throw ContainerException.invalid(
                    "Unknown healthcheck type '" + health.test().getFirst() + "': expected NONE, CMD or CMD-SHELL");
        }
        var durations = new LinkedHashMap<String, java.time.Duration>();
        durations.put("Interval", health.interval());
        durations.put("Timeout", health.timeout());
        durations.put("StartPeriod", health.startPeriod());
        durations.put("StartInterval", health.startInterval());
        for (var entry : durations.entrySet()) {
            var value = entry.getValue();
            if (value.isNegative() || (!value.isZero() && value.toNanos() < 1_000_000)) {
                throw ContainerException.invalid(entry.getKey() + " in Healthcheck cannot be less than 1ms");
            }
        }
        if (health.retries() < 0) {
            throw ContainerException.invalid("Retries in Healthcheck cannot be negative");
        }
    }

    private HostConfig resolveNetworkMode(HostConfig host) throws ContainerException {
        Optional<String> other = HostConfig.otherContainer(host.networkMode());
        if (other.isPresent()) {
            return host.withNetworkMode("container:" + index.get(other.get()).id());
        }
        return host.withNetworkMode(host.networkName());
    }

    /** What was asked for, and the network of the mode if it is not among them. */
    private List<EndpointSpec> endpoints(HostConfig host, List<EndpointSpec> asked) throws IOException {
        if (HostConfig.otherContainer(host.networkMode()).isPresent()) {
            return List.of();
        }
        String primary = host.networkName();
        var endpoints = new ArrayList<EndpointSpec>();
        boolean primaryAsked = false;
        for (EndpointSpec spec : asked) {
            boolean isPrimary = spec.network().equals(primary)
                    || spec.network().equals(host.networkMode())
                    || (spec.network().equals("default") && primary.equals("bridge"));
            EndpointSpec named = isPrimary ? spec.on(primary) : spec;
            if (isPrimary && !primaryAsked) {
                endpoints.addFirst(named);
                primaryAsked = true;
            } else {
                endpoints.add(named);
            }
        }
        if (!primaryAsked) {
            endpoints.addFirst(EndpointSpec.to(primary));
        }
        var named = new ArrayList<EndpointSpec>();
        for (EndpointSpec spec : endpoints) {
            try {
                named.add(spec.on(base.networks().get(spec.network()).name()));
            } catch (NetworkException e) {
                // The network may come before the start; Docker, too, complains only then.
                named.add(spec);
            }
        }
        return named;
    }

    private List<MountPoint> inherited(HostConfig host) throws ContainerException {
        var points = new ArrayList<MountPoint>();
        for (String from : host.volumesFrom()) {
            String[] parts = from.split(":", 2);
            boolean readOnly = parts.length == 2 && parts[1].equals("ro");
            for (MountPoint point : index.get(parts[0]).record().mounts()) {
                points.add(readOnly ? point.readOnly() : point);
            }
        }
        return points;
    }
}
