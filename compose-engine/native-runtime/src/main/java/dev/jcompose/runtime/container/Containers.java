package dev.jcompose.runtime.container;

import dev.jcompose.runtime.archive.ContainerArchive;
import dev.jcompose.runtime.archive.UpperLayer;
import dev.jcompose.runtime.container.ContainerException.Kind;
import dev.jcompose.runtime.container.RemoveOptions.OwnVolumes;
import dev.jcompose.runtime.container.RemoveOptions.WhenRunning;
import dev.jcompose.runtime.container.RunState.Status;
import dev.jcompose.runtime.image.Digest;
import dev.jcompose.runtime.image.Image;
import dev.jcompose.runtime.image.ImageUse;
import dev.jcompose.runtime.image.LayerDirectory;
import dev.jcompose.runtime.launch.Attachment;
import dev.jcompose.runtime.launch.Exec;
import dev.jcompose.runtime.launch.Supervised;
import dev.jcompose.runtime.launch.WindowSize;
import dev.jcompose.runtime.network.EndpointSpec;
import dev.jcompose.runtime.network.NetworkException;
import dev.jcompose.runtime.network.Sandbox;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/**
 * The containers of one engine. A container is named by its id, its name, or a unique beginning of its id. Safe for use by
 * many threads: what concerns one container does not wait for another.
 */
public final class Containers implements AutoCloseable {
    /** How long a probe may take to notice that it is not wanted any more. */
    private static final Duration LAST_PROBE = Duration.ofSeconds(5);

    private final Foundations base;
    private final ContainerIndex index = new ContainerIndex();
    private final Connecting networks;
    private final Creation creation;
    private final Stopping stopping;
    private final Starting starting;
    private final Execs execs;
    private final Removal removal;
    private final Usage usage;
    private final Recovery recovery;
    private final Restarts restarts;

    private Containers(Foundations base, Path directory) {
        this.base = base;
        this.networks = new Connecting(base, index);
        this.creation = new Creation(base, index, directory);
        this.stopping = new Stopping(base);
        this.execs = new Execs(base);
        this.removal = new Removal(base, index, networks, stopping, execs);
        this.usage = new Usage(base);
        var ending = new Ending(base, networks, this::restartLater, this::removeLater);
        this.starting = new Starting(base, index, networks, ending, new HealthChecks(base, execs));
        this.restarts = new Restarts(base, index, starting);
        this.recovery = new Recovery(base, index, directory, starting, ending, removal);
    }

    /** Finds the containers of an earlier daemon again; restarts that are due follow on their own. */
    public static Containers open(Foundations base) throws IOException, InterruptedException {
        base.cgroups().prepare(dev.jcompose.runtime.cgroup.CgroupLayout.PARENT);
        var containers = new Containers(base, base.root().directory("containers"));
        containers.restarts.resume(containers.recovery.recover());
        return containers;
    }

    /** Makes a container. @throws ContainerException INVALID or CONFLICT */
    public Container create(CreateRequest request) throws IOException {
        // Most are started at once, and the kernel needs a moment to be ready for that.
        base.launcher().anticipate();
        return creation.create(request);
    }

    /** @throws ContainerException NOT_FOUND, or INVALID for the beginning of several ids */
    public Container get(String reference) throws ContainerException {
        return index.get(reference);
    }

    /** As {@link #get}, empty when there is none. */
    public Optional<Container> find(String reference) throws ContainerException {
        return index.find(reference);
    }

    /** All containers, latest first. */
    public List<Container> list() {
        return index.list();
    }

    /** @throws ContainerException NOT_MODIFIED when it runs, CANNOT_START with the reason */
    public void start(Container container) throws IOException, InterruptedException {
        starting.start(container);
    }

    /**
     * Asks a container to end, and ends it when it has not done so in time.
     *
     * @param seconds patience, -1 = forever; empty = as configured
     * @param signal empty = as configured
     * @throws ContainerException NOT_MODIFIED when it does not run
     */
    public void stop(Container container, OptionalInt seconds, Optional<String> signal)
            throws IOException, InterruptedException {
        stopping.stop(container, seconds, signal);
    }

    /** Stops it if it runs, and starts it. */
    public void restart(Container container, OptionalInt seconds, Optional<String> signal)
            throws IOException, InterruptedException {
        container.setKeptWhenEnded(true);
        try {
            try {
                stopping.stop(container, seconds, signal);
            } catch (ContainerException e) {
                if (e.kind() != Kind.NOT_MODIFIED) {
                    throw e;
                }
            }
            starting.start(container);
        } finally {
            container.setKeptWhenEnded(false);
        }
        base.publish(container.record(), "restart");
    }

    /** @param signal name or number; empty = SIGKILL */
    public void kill(Container container, String signal) throws IOException, InterruptedException {
        stopping.kill(container, signal);
    }

    /** Makes all its processes stand still. @throws ContainerException CONFLICT unless it runs */
    public void pause(Container container) throws IOException, InterruptedException {
        changeFreezing(container, Status.RUNNING, Status.PAUSED);
    }

    /** Lets them go on. @throws ContainerException CONFLICT unless it is paused */
    public void unpause(Container container) throws IOException, InterruptedException {
        changeFreezing(container, Status.PAUSED, Status.RUNNING);
    }

    private void changeFreezing(Container container, Status from, Status to) throws IOException, InterruptedException {
        container.lock().lockInterruptibly();
        try {
            Status status = container.state().status();
            if (status != from) {
                String id = container.id();
                if (from == Status.PAUSED) {
                    // No conflict but a failure, for clients that know Docker's answer.
                    throw new ContainerException(Kind.SYSTEM, "Container " + id + " is not paused");
                }
                throw ContainerException.conflict(
                        status == Status.PAUSED
                                ? "Container " + id + " is already paused"
                                : "container " + id + " is not running");
            }
            var cgroup = Cgroups.of(base.cgroups(), container.record());
            if (to == Status.PAUSED) {
                cgroup.freeze();
            } else {
                cgroup.thaw();
            }
            container.save(container.state().with(to));
            base.publish(container.record(), to == Status.PAUSED ? "pause" : "unpause");
        } finally {
            container.lock().unlock();
        }
    }

    /** @throws ContainerException CONFLICT when the name is taken */
    public void rename(Container container, String name) throws IOException {
        String plain = name.startsWith("/") ? name.substring(1) : name;
        container.lock().lock();
        try {
            String before = container.record().name();
            if (before.equals(plain)) {
                throw ContainerException.invalid("Renaming a container with the same name as its current name");
            }
            try {
                index.reserve(plain, container.id());
            } catch (ContainerException e) {
                throw new ContainerException(e.kind(), "Error when allocating new name: " + e.text(), e);
            }
            try {
                container.save(container.record().withName(plain));
                Optional<Sandbox> sandbox = base.networks().sandbox(container.id());
                if (sandbox.isPresent()) {
                    sandbox.get().rename(plain);
                }
            } catch (NetworkException e) {
                throw new ContainerException(Kind.SYSTEM, String.valueOf(e.getMessage()), e);
            }
            index.release(before, container.id());
            base.publish(container.record(), "rename", "oldName", "/" + before);
        } finally {
            container.lock().unlock();
        }
    }

    /** @throws ContainerException CONFLICT when it runs and is not to be killed */
    public void remove(Container container, RemoveOptions options) throws IOException, InterruptedException {
        removal.remove(container, options);
    }

    /** Gives a container other limits and another restart policy. */
    public void update(Container container, Resources resources, RestartPolicy policy) throws IOException {
        resources.check();
        container.lock().lock();
        try {
            ContainerRecord record = container.record();
            container.save(record.withHost(record.host().withChanges(resources, policy)));
            if (container.state().hasProcess()) {
                Limiting.apply(base.cgroups(), container.record());
            }
            base.publish(container.record(), "update");
        } finally {
            container.lock().unlock();
        }
    }

    /**
     * Begins to wait: what happens after this call is not missed.
     *
     * @return completes, never exceptionally, with the state in which the wait ended
     */
    public CompletableFuture<RunState> whenReached(Container container, WaitCondition condition) {
        container.lock().lock();
        try {
            return switch (condition) {
                case NOT_RUNNING ->
                    container.state().isRunning()
                            ? container.nextExit()
                            : CompletableFuture.completedFuture(container.state());
                case NEXT_EXIT -> container.nextExit();
                case REMOVED -> container.removal().copy();
            };
        } finally {
            container.lock().unlock();
        }
    }

    /**
     * Joins a container's standard streams; for one that does not run, once it is started, with all its output.
     *
     * @throws ContainerException CONFLICT when it is paused or being removed
     */
    public CompletableFuture<Attachment> attach(Container container) throws IOException {
        container.lock().lock();
        try {
            return switch (container.state().status()) {
                case PAUSED ->
                    throw ContainerException.conflict("container "
                            + container.record().name() + " is paused, unpause the container before attach");
                case RESTARTING ->
                    throw ContainerException.conflict("container "
                            + container.record().name() + " is restarting, wait until the container is running");
                case REMOVING, DEAD ->
                    throw ContainerException.conflict(
                            "container " + container.record().name() + " is being removed");
                case RUNNING ->
                    CompletableFuture.completedFuture(container.requireProcess().attach());
                case CREATED, EXITED -> {
                    var waiting = new CompletableFuture<Attachment>();
                    container.waitingToAttach().add(waiting);
                    yield waiting;
                }
            };
        } finally {
            container.lock().unlock();
        }
    }

    /** Takes back an {@link #attach} that has not come about. */
    public void cancelAttach(Container container, CompletableFuture<Attachment> waiting) {
        container.lock().lock();
        try {
            waiting.cancel(false);
            container.waitingToAttach().removeIf(CompletableFuture::isCancelled);
        } finally {
            container.lock().unlock();
        }
    }

    /** Gives a running container's standard input an end. */
    public void closeStdin(Container container) throws IOException {
        Optional<Supervised> process = container.process();
        if (process.isPresent()) {
            process.get().closeStdin();
        }
    }

    /** @throws ContainerException CONFLICT when it does not run */
    public void resize(Container container, WindowSize size) throws IOException {
        container.requireProcess().resize(size);
    }

    /** @throws ContainerException CONFLICT when the container does not run or is paused */
    public ExecSession createExec(Container container, ExecRequest request) throws IOException {
        return execs.create(container, request);
    }

    /** @throws ContainerException NOT_FOUND */
    public ExecSession exec(String id) throws ContainerException {
        return execs.get(id);
    }

    /** @throws ContainerException CONFLICT when it was started before, CANNOT_START with the reason */
    public Exec startExec(ExecSession session, WindowSize size) throws IOException, InterruptedException {
        return execs.start(session, size);
    }

    /** Connects a container to a network, at once if it runs. */
    public void connect(Container container, EndpointSpec spec) throws NetworkException, IOException {
        networks.connect(container, spec);
    }

    /** Disconnects a container from a network. */
    public void disconnect(Container container, String network) throws NetworkException, IOException {
        networks.disconnect(container, network);
    }

    /** The container's files, as its processes see them or would; close it. */
    public ContainerArchive archive(Container container) throws IOException {
        var state = container.state();
        if (state.isRunning() && state.pid() > 0) {
            return ContainerArchive.ofRunning(state.pid());
        }
        var record = container.record();
        var mounts = new LinkedHashMap<String, Path>();
        for (var mount : record.mounts()) {
            if (mount.type() == MountType.VOLUME || mount.type() == MountType.BIND) {
                mounts.put(mount.destination(), Path.of(mount.source()));
            }
        }
        return ContainerArchive.ofStopped(container.upper(), layers(record), mounts);
    }

    /** The container's own files, without what is mounted over them; close it. */
    public ContainerArchive rootFilesystem(Container container) throws IOException {
        return ContainerArchive.ofStopped(container.upper(), layers(container.record()), new LinkedHashMap<>());
    }

    /** What the container wrote over its image; close it. */
    public UpperLayer upperLayer(Container container) throws IOException {
        return UpperLayer.of(container.upper(), layers(container.record()));
    }

    /** Makes an image of a container. */
    public Image commit(Container container, CommitRequest request) throws IOException, InterruptedException {
        try (UpperLayer files = upperLayer(container)) {
            return new Committing(base).commit(container, request, files);
        }
    }

    /** The layers of its image, top first; none when the image is gone. */
    public List<Path> layers(Container container) throws IOException {
        return base.images().find(container.record().imageId()).isEmpty() ? List.of() : layers(container.record());
    }

    private List<Path> layers(ContainerRecord record) throws IOException {
        return base.images().layerDirectories(base.images().get(record.imageId())).stream()
                .map(LayerDirectory::directory)
                .toList();
    }

    /** What a running container uses, and what runs in it. */
    public Usage usage() {
        return usage;
    }

    /** Ids of the containers that have the volume, running or not. */
    public List<String> usersOfVolume(String name) {
        return removal.usersOf(name);
    }

    /** Which images are in use. */
    public ImageUse imageUse() {
        return this::userOf;
    }

    private Optional<ImageUse.User> userOf(Digest image) {
        Optional<ImageUse.User> found = Optional.empty();
        for (Container container : index.list()) {
            if (!container.record().imageId().equals(image.toString())) {
                continue;
            }
            if (container.state().isRunning()) {
                return Optional.of(new ImageUse.User(container.id(), ImageUse.User.State.RUNNING));
            }
            found = Optional.of(new ImageUse.User(container.id(), ImageUse.User.State.STOPPED));
        }
        return found;
    }

    private void restartLater(Container container, Duration delay) {
        restarts.later(container, delay);
    }

    private void removeLater(Container container) {
        Thread.ofVirtual().name("remove-" + container.record().shortId()).start(() -> {
            try {
                removal.remove(container, new RemoveOptions(WhenRunning.REFUSE, OwnVolumes.REMOVE));
            } catch (IOException e) {
                base.log().accept("removal of " + container.record().name() + ": " + e.getMessage());
            } catch (InterruptedException e) {
                base.log().accept("removal of " + container.record().name() + " was interrupted");
            }
        });
    }

    /** Lets go of all containers; they go on running. */
    @Override
    public void close() {
        for (Container container : index.list()) {
            container.healthMonitor().ifPresent(Thread::interrupt);
            container.pendingRestart().ifPresent(Thread::interrupt);
        }
        // A probe that is just being started needs what is closed next.
        for (Container container : index.list()) {
            container.healthMonitor().ifPresent(Containers::awaitEnd);
        }
    }

    private static void awaitEnd(Thread interrupted) {
        try {
            interrupted.join(LAST_PROBE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
