package dev.jcompose.engine.testkit;

import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.EngineException.Kind;
import dev.jcompose.engine.Images;
import dev.jcompose.engine.Networks;
import dev.jcompose.engine.PullSink;
import dev.jcompose.engine.Volumes;
import dev.jcompose.planner.desired.Endpoint;
import dev.jcompose.planner.desired.NetworkSpec;
import dev.jcompose.planner.desired.VolumeSpec;
import dev.jcompose.planner.observed.ObservedImage;
import dev.jcompose.planner.observed.ObservedNetwork;
import dev.jcompose.planner.observed.ObservedVolume;
import dev.jcompose.planner.resource.ContainerId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Networks, volumes and images of an {@link InMemoryEngine}. */
final class InMemoryResources {
    private final InMemoryEngine engine;
    private final Map<String, ObservedNetwork> networks = new LinkedHashMap<>();
    private final Map<String, ObservedVolume> volumes = new LinkedHashMap<>();
    private final Map<String, ObservedImage> images = new LinkedHashMap<>();
    private final Set<String> registry = new LinkedHashSet<>();

    InMemoryResources(InMemoryEngine engine) {
        this.engine = engine;
    }

    synchronized void addImage(String reference, List<String> declared) {
        images.put(
                reference,
                new ObservedImage(
                        "sha256:" + reference,
                        List.of(reference),
                        "linux/amd64",
                        1,
                        Instant.EPOCH,
                        Optional.of(Instant.EPOCH),
                        declared,
                        new LinkedHashMap<>()));
    }

    synchronized void addRegistryImage(String reference) {
        registry.add(reference);
    }

    synchronized Optional<ObservedNetwork> network(String nameOrId) {
        return networks.values().stream()
                .filter(network ->
                        network.name().equals(nameOrId) || network.id().equals(nameOrId))
                .findFirst();
    }

    private static EngineException missing(String operation, String name) {
        return new EngineException(Kind.NOT_FOUND, operation, name, "no such thing: " + name);
    }

    Networks networks() {
        return new Networks() {
            @Override
            public List<ObservedNetwork> list() {
                synchronized (InMemoryResources.this) {
                    return List.copyOf(networks.values());
                }
            }

            @Override
            public String create(NetworkSpec network) throws EngineException {
                synchronized (InMemoryResources.this) {
                    engine.called("create network " + network.name());
                    if (networks.containsKey(network.name())) {
                        throw new EngineException(
                                Kind.CONFLICT, "create network", network.name(), "network already exists");
                    }
                    String id = "net-" + network.name();
                    networks.put(network.name(), new ObservedNetwork(id, network.name(), "bridge", network.labels()));
                    return id;
                }
            }

            @Override
            public void remove(String nameOrId) throws EngineException {
                synchronized (InMemoryResources.this) {
                    var network = network(nameOrId).orElseThrow(() -> missing("remove network", nameOrId));
                    engine.called("remove network " + network.name());
                    if (engine.cells().uses(network.name())) {
                        throw new EngineException(
                                Kind.CONFLICT, "remove network", network.name(), "network has active endpoints");
                    }
                    networks.remove(network.name());
                }
            }

            @Override
            public void connect(String nameOrId, ContainerId container, Endpoint endpoint) throws EngineException {
                var network = network(nameOrId).orElseThrow(() -> missing("connect network", nameOrId));
                engine.cells().connect(container, network);
            }

            @Override
            public void disconnect(String nameOrId, ContainerId container) throws EngineException {
                var network = network(nameOrId).orElseThrow(() -> missing("disconnect network", nameOrId));
                engine.cells().disconnect(container, network);
            }
        };
    }

    Volumes volumes() {
        return new Volumes() {
            @Override
            public List<ObservedVolume> list() {
                synchronized (InMemoryResources.this) {
                    return List.copyOf(volumes.values());
                }
            }

            @Override
            public void create(VolumeSpec volume) throws EngineException {
                synchronized (InMemoryResources.this) {
                    engine.called("create volume " + volume.name());
                    volumes.putIfAbsent(volume.name(), new ObservedVolume(volume.name(), "local", volume.labels()));
                }
            }

            @Override
            public void remove(String name) throws EngineException {
                synchronized (InMemoryResources.this) {
                    if (!volumes.containsKey(name)) {
                        throw missing("remove volume", name);
                    }
                    engine.called("remove volume " + name);
                    if (engine.cells().mounts(name)) {
                        throw new EngineException(Kind.CONFLICT, "remove volume", name, "volume is in use");
                    }
                    volumes.remove(name);
                }
            }
        };
    }

    Images images() {
        return new Images() {
            @Override
            public List<ObservedImage> list() {
                synchronized (InMemoryResources.this) {
                    return List.copyOf(images.values());
                }
            }

            @Override
            public Optional<ObservedImage> find(String reference) {
                synchronized (InMemoryResources.this) {
                    return images.values().stream()
                            .filter(image -> image.tags().contains(reference)
                                    || image.id().equals(reference))
                            .findFirst();
                }
            }

            @Override
            public void pull(String reference, Optional<String> platform, PullSink sink) throws EngineException {
                synchronized (InMemoryResources.this) {
                    engine.called("pull " + reference);
                    if (!registry.contains(reference)) {
                        throw new EngineException(
                                Kind.NOT_FOUND, "pull", reference, "manifest for " + reference + " not found");
                    }
                    addImage(reference, List.of());
                }
                sink.progress("", "Pull complete", 1, 1);
            }

            @Override
            public void remove(String reference) throws EngineException {
                synchronized (InMemoryResources.this) {
                    engine.called("remove image " + reference);
                    if (images.remove(reference) == null) {
                        throw missing("remove image", reference);
                    }
                }
            }
        };
    }
}
