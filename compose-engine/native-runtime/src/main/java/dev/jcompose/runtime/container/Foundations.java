package dev.jcompose.runtime.container;

import dev.jcompose.runtime.cgroup.CgroupLayout;
import dev.jcompose.runtime.image.ImageStore;
import dev.jcompose.runtime.launch.IdMap;
import dev.jcompose.runtime.launch.Launcher;
import dev.jcompose.runtime.network.NetworkService;
import dev.jcompose.runtime.store.StateRoot;
import dev.jcompose.runtime.volume.VolumeStore;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What containers stand on. They do not close any of it.
 *
 * @param remap ids that containers have on the host unless they ask for their own; empty = none have others
 * @param log takes a line about what went wrong where nobody waits for an answer
 */
public record Foundations(
        StateRoot root,
        ImageStore images,
        VolumeStore volumes,
        NetworkService networks,
        Launcher launcher,
        CgroupLayout cgroups,
        EventHub events,
        Clock clock,
        Consumer<String> log,
        Optional<IdMap> remap) {
    void publish(ContainerRecord container, String action) {
        events.publish(new Event("container", action, container.id(), container.eventAttributes(), clock.instant()));
    }

    /** What Docker says when a container begins to use a volume. */
    void publishMount(ContainerRecord container, MountPoint volume) {
        var attributes = Map.of(
                "container", container.id(),
                "destination", volume.destination(),
                "driver", volume.driver(),
                "propagation", volume.propagation(),
                "read/write", Boolean.toString(volume.writable()));
        events.publish(new Event("volume", "mount", volume.name(), attributes, clock.instant()));
    }

    void publishUnmount(ContainerRecord container, MountPoint volume) {
        var attributes = Map.of("container", container.id(), "driver", volume.driver());
        events.publish(new Event("volume", "unmount", volume.name(), attributes, clock.instant()));
    }

    void publish(ContainerRecord container, String action, String key, String value) {
        var attributes = new TreeMap<String, String>(container.eventAttributes());
        attributes.put(key, value);
        events.publish(new Event("container", action, container.id(), attributes, clock.instant()));
    }
}
