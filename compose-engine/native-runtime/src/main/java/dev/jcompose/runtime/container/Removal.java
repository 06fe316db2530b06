package dev.jcompose.runtime.container;

import dev.jcompose.runtime.container.RemoveOptions.OwnVolumes;
import dev.jcompose.runtime.container.RemoveOptions.WhenRunning;
import dev.jcompose.runtime.container.RunState.Status;
import dev.jcompose.runtime.volume.Volume;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Removes containers with everything that is theirs alone. */
final class Removal {
    private final Foundations base;
    private final ContainerIndex index;
    private final Connecting networks;
    private final Stopping stopping;
    private final Execs execs;

    Removal(Foundations base, ContainerIndex index, Connecting networks, Stopping stopping, Execs execs) {
        this.base = base;
        this.index = index;
        this.networks = networks;
        this.stopping = stopping;
        this.execs = execs;
    }

    /** @throws ContainerException CONFLICT when it runs and is not to be killed, or is being removed already */
    void remove(Container container, RemoveOptions options) throws IOException, InterruptedException {
        for (; ; ) {
            container.lock().lockInterruptibly();
            try {
                RunState state = container.state();
                if (container.removal().isDone()) {
                    throw ContainerException.noSuchContainer(container.id());
                }
                if (state.status() == Status.REMOVING) {
                    throw ContainerException.conflict(
                            "removal of container " + container.record().name() + " is already in progress");
                }
                if (!state.isRunning()) {
                    container.save(state.with(Status.REMOVING));
                    break;
                }
                if (options.whenRunning() == WhenRunning.REFUSE) {
                    String word = state.status() == Status.PAUSED
                            ? "paused and must be unpaused first"
                            : "running: stop the container before removing or force remove";
                    throw ContainerException.conflict(
                            "cannot remove container \"/" + container.record().name() + "\": container is " + word);
                }
                container.setKeptWhenEnded(true);
            } finally {
                container.lock().unlock();
            }
            end(container);
        }
        finish(container, options.ownVolumes());
    }

    private void end(Container container) throws IOException, InterruptedException {
        try {
            stopping.kill(container, "KILL");
        } catch (ContainerException e) {
            if (e.kind() != ContainerException.Kind.CONFLICT) {
                throw e;
            }
            // It ended by itself in between, which is what was wanted.
        }
    }

    /** Removes a container that is marked for it. */
    void finish(Container container, OwnVolumes ownVolumes) throws IOException {
        ContainerRecord record = container.record();
        networks.release(container);
        execs.forgetAll(container);
        container.waitingToAttach().forEach(attach -> attach.cancel(false));
        try {
            base.root().trash().discard(container.files().directory());
        } catch (IOException e) {
            container.save(container.state().with(Status.DEAD));
            throw e;
        }
        index.remove(container);
        if (ownVolumes == OwnVolumes.REMOVE) {
            for (MountPoint point : record.mounts()) {
                removeVolume(point);
            }
        }
        base.publish(record, "destroy");
        container.removal().complete(container.state());
    }

    private void removeVolume(MountPoint point) throws IOException {
        if (point.type() != MountType.VOLUME) {
            return;
        }
        Optional<Volume> volume = base.volumes().find(point.name());
        if (volume.isPresent()
                && volume.get().isAnonymous()
                && usersOf(point.name()).isEmpty()) {
            base.volumes().remove(point.name(), List.of());
            base.events()
                    .publish(new Event(
                            "volume",
                            "destroy",
                            point.name(),
                            Map.of("driver", "local"),
                            base.clock().instant()));
        }
    }

    /** Ids of the containers that have the volume, running or not. */
    List<String> usersOf(String volume) {
        return index.list().stream()
                .filter(container -> container.record().mounts().stream()
                        .anyMatch(point ->
                                point.type() == MountType.VOLUME && point.name().equals(volume)))
                .map(Container::id)
                .toList();
    }
}
