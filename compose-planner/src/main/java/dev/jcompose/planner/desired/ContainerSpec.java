package dev.jcompose.planner.desired;

import dev.jcompose.model.Service;
import dev.jcompose.model.value.Copies;
import dev.jcompose.planner.resource.ResourceRef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A container as it is to be created. What needs the project to be understood (names, labels, networks, volumes,
 * references to other services) is resolved in the fields here and must be taken from them; everything else (command,
 * environment, limits, ports, health check, ...) is read from {@link #service()}.
 *
 * @param resource what plan and screen call it
 * @param name final name in the engine
 * @param service the model's service, for all attributes that need no resolution
 * @param image reference or id to create it from
 * @param labels the user's labels, then all {@code com.docker.compose.*} ones known before the image is
 * @param configHash hex digest that tells whether an existing container is up to date; also among the labels
 * @param network its network namespace and endpoints
 * @param pidMode {@code host} or {@code container:NAME}
 * @param ipcMode {@code host}, {@code private}, {@code shareable}, {@code none} or {@code container:NAME}
 * @param volumesFrom {@code CONTAINER[:ro]}
 * @param mounts by target, no target twice; secrets and configs that come from files are among them
 * @param files to be copied in after creation and before start
 * @param lifetime whether the engine removes it when it ends
 */
public record ContainerSpec(
        ResourceRef.OfContainer resource,
        String name,
        Service service,
        String image,
        SequencedMap<String, String> labels,
        String configHash,
        NetworkMode network,
        Optional<String> pidMode,
        Optional<String> ipcMode,
        List<String> volumesFrom,
        List<MountSpec> mounts,
        List<InjectedFile> files,
        Lifetime lifetime) {
    /** What happens to a container, with its anonymous volumes, when its process ends. */
    public enum Lifetime {
        KEPT,
        REMOVED_AT_EXIT
    }

    public ContainerSpec {
        labels = Copies.of(labels);
        volumesFrom = List.copyOf(volumesFrom);
        mounts = List.copyOf(mounts);
        files = List.copyOf(files);
    }

    /** The same with one more label, or another value for it. */
    public ContainerSpec withLabel(String label, String value) {
        var all = new LinkedHashMap<>(labels);
        all.put(label, value);
        return new ContainerSpec(
                resource,
                name,
                service,
                image,
                all,
                configHash,
                network,
                pidMode,
                ipcMode,
                volumesFrom,
                mounts,
                files,
                lifetime);
    }
}
