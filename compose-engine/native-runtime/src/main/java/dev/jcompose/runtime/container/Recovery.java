package dev.jcompose.runtime.container;

import dev.jcompose.runtime.container.RunState.Status;
import dev.jcompose.runtime.launch.Adoption;
import dev.jcompose.runtime.launch.ExitRecord;
import dev.jcompose.runtime.launch.Supervised;
import dev.jcompose.runtime.network.NetworkException;
import dev.jcompose.runtime.store.BootMark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Finds the containers of an earlier daemon again. Those that run are taken over; for those that ended meanwhile everything
 * follows that would have followed then; what was only half made or half removed goes.
 */
final class Recovery {
    private static final int KILLED = 128 + Signals.KILL;
    /** What Docker says of containers that went with the machine: nobody saw how they ended. */
    private static final int UNKNOWN = 255;

    private final Foundations base;
    private final ContainerIndex index;
    private final Path containers;
    private final Starting starting;
    private final Ending ending;
    private final Removal removal;

    Recovery(
            Foundations base,
            ContainerIndex index,
            Path containers,
            Starting starting,
            Ending ending,
            Removal removal) {
        this.base = base;
        this.index = index;
        this.containers = containers;
        this.starting = starting;
        this.ending = ending;
        this.removal = removal;
    }

    /**
     * Reads, takes over and tidies up.
     *
     * @return the containers that wait for their restart: to be started once this has returned
     */
    List<Container> recover() throws IOException, InterruptedException {
        BootMark boot = BootMark.of(base.root());
        boolean booted = boot.isOfEarlierBoot();
        int lost = booted ? UNKNOWN : KILLED;
        List<Container> found = load();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var adopted = new ArrayList<Future<?>>();
            for (Container container : found) {
                adopted.add(threads.submit(() -> adopt(container, lost)));
            }
            for (Future<?> each : adopted) {
                each.get();
            }
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IOException("cannot take the containers of the earlier daemon over: " + e.getCause(), e);
        }
        try {
            base.networks().reconcile().forEach(base.log());
        } catch (NetworkException e) {
            base.log().accept("networks: " + e.getMessage());
        }
        var toStart = new ArrayList<Container>();
        for (Container container : found) {
            RunState state = container.state();
            if (state.status() == Status.REMOVING || state.status() == Status.DEAD) {
                removal.finish(container, RemoveOptions.OwnVolumes.KEEP);
            } else if (booted && (state.status() == Status.RESTARTING || startsAtBoot(container))) {
                container.save(state.dueAtBoot());
                toStart.add(container);
            } else if (state.status() == Status.RESTARTING) {
                toStart.add(container);
            } else if (!state.isRunning()
                    && container.record().host().autoRemove()
                    && state.startedAt().isPresent()) {
                container.save(state.with(Status.REMOVING));
                removal.finish(container, RemoveOptions.OwnVolumes.REMOVE);
            }
        }
        boot.renew();
        return toStart;
    }

    private static boolean startsAtBoot(Container container) {
        RunState state = container.state();
        return state.status() == Status.EXITED
                && container
                        .record()
                        .host()
                        .restartPolicy()
                        .startsAtBoot(state.manuallyStopped(), state.exitCode(), state.restartCount());
    }

    private List<Container> load() throws IOException {
        var found = new ArrayList<Container>();
        try (var directories = Files.newDirectoryStream(containers, Files::isDirectory)) {
            for (Path directory : directories) {
                var files = new ContainerFiles(directory);
                if (!files.isComplete()) {
                    discard(files);
                    continue;
                }
                RunState state = files.readState().orElse(RunState.CREATED);
                var container = new Container(files, files.readRecord(), state, base.log());
                index.reserve(container.record().name(), container.id());
                index.add(container);
                found.add(container);
            }
        }
        return found;
    }

    private void discard(ContainerFiles files) throws IOException {
        for (String volume : files.ownVolumesOfIncomplete()) {
            if (base.volumes().find(volume).isPresent()) {
                base.volumes().remove(volume, List.of());
            }
        }
        base.root().trash().discard(files.directory());
        base.log().accept("removed container " + files.directory().getFileName() + ", which was only half made");
    }

    private Void adopt(Container container, int codeOfLost) throws IOException, InterruptedException {
        container.lock().lockInterruptibly();
        try {
            switch (base.launcher().adopt(container.files().supervisor())) {
                case Adoption.Running(Supervised process) -> takeOver(container, process);
                case Adoption.Exited(ExitRecord exit) -> {
                    RunState state = container.state();
                    boolean news = state.hasProcess()
                            || state.finishedAt()
                                    .map(known -> known.isBefore(exit.finishedAt()))
                                    .orElse(true);
                    if (news) {
                        settle(container, exit);
                    }
                }
                case Adoption.Lost() -> lost(container, codeOfLost);
                case Adoption.NeverStarted() -> lost(container, codeOfLost);
            }
            return null;
        } finally {
            container.lock().unlock();
        }
    }

    private void takeOver(Container container, Supervised process) throws IOException {
        RunState state = container.state();
        ContainerRecord record = container.record();
        if (HostConfig.otherContainer(record.host().networkMode()).isEmpty()) {
            try {
                base.networks().adopt(record.id(), process.pid());
            } catch (NetworkException e) {
                base.log().accept("network of " + record.name() + ": " + e.getMessage());
            }
        }
        for (MountPoint point : record.mounts()) {
            if (point.type() == MountType.VOLUME) {
                base.volumes().acquire(point.name(), record.id());
            }
        }
        if (!state.hasProcess() || state.pid() != process.pid()) {
            Optional<Health> health = record.config()
                    .healthcheck()
                    .filter(HealthConfig::isEnabled)
                    .map(config -> Health.STARTING);
            container.save(state.started(
                    process.pid(), process.startedAt(), health, state.restartCount(), state.restartDelay()));
        }
        container.setRestartCancelled(state.manuallyStopped());
        starting.attend(container, process);
    }

    private void lost(Container container, int code) throws IOException {
        if (container.state().hasProcess()) {
            settle(
                    container,
                    new ExitRecord(
                            code,
                            OptionalInt.of(Signals.KILL),
                            false,
                            base.clock().instant()));
        }
    }

    private void settle(Container container, ExitRecord exit) throws IOException {
        container.setRestartCancelled(container.state().manuallyStopped());
        // Nobody counted: what the clock said at both ends is all there is.
        Instant begin = container.state().startedAt().orElse(exit.finishedAt());
        ending.settle(container, exit, Duration.between(begin, exit.finishedAt()));
    }
}
