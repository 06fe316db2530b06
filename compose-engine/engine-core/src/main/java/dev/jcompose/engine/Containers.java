package dev.jcompose.engine;

import dev.jcompose.planner.desired.ContainerSpec;
import dev.jcompose.planner.observed.ObservedContainer;
import dev.jcompose.planner.resource.ContainerId;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Containers of an engine. Where a {@link ContainerId} is taken, engines also accept a name in it.
 *
 * <p>Calls on a container that does not exist fail with {@code NOT_FOUND}.
 */
public interface Containers {
    /** Containers in any state that match; one call to the engine. */
    List<ObservedContainer> list(ContainerFilter filter) throws EngineException, InterruptedException;

    /** All about one container. */
    ContainerDetails inspect(ContainerId id) throws EngineException, InterruptedException;

    /**
     * Creates a container with everything its spec names: all endpoints, mounts and labels. Copying
     * {@link ContainerSpec#files()} is not part of it.
     *
     * @throws EngineException {@code CONFLICT} when the name is taken, {@code NOT_FOUND} when the image is missing
     */
    CreatedContainer create(ContainerSpec spec, CreateOptions options) throws EngineException, InterruptedException;

    /** Starts it; no failure when it already runs. */
    void start(ContainerId id) throws EngineException, InterruptedException;

    /**
     * Sends its stop signal, then kills it when the grace is over, and returns once it has ended. No failure when it
     * does not run. A pending restart is cancelled.
     *
     * @param grace absent means the container's own
     */
    void stop(ContainerId id, Optional<Duration> grace) throws EngineException, InterruptedException;

    /**
     * Sends a signal without waiting.
     *
     * @param signal name or number
     * @throws EngineException {@code CONFLICT} when it does not run
     */
    void kill(ContainerId id, String signal) throws EngineException, InterruptedException;

    /** Stops it, if it runs, and starts it. */
    void restart(ContainerId id, Optional<Duration> grace) throws EngineException, InterruptedException;

    /** Freezes it; {@code CONFLICT} when it already is or does not run. */
    void pause(ContainerId id) throws EngineException, InterruptedException;

    /** Thaws it; {@code CONFLICT} when it is not paused. */
    void unpause(ContainerId id) throws EngineException, InterruptedException;

    /** Removes it. Without {@code FORCE}, {@code CONFLICT} when it runs. */
    void remove(ContainerId id, Set<RemoveOption> options) throws EngineException, InterruptedException;

    void rename(ContainerId id, String name) throws EngineException, InterruptedException;

    /** Waits until it does not run, which may be now, and returns its exit code, 0 to 255. */
    int awaitExit(ContainerId id) throws EngineException, InterruptedException;

    /**
     * Delivers its output in the order it was written; returns when all was delivered or, when following, once the
     * container has ended. Interrupting ends it.
     */
    void logs(ContainerId id, LogRequest request, OutputSink sink) throws EngineException, InterruptedException;

    /**
     * Connects to the streams of its main process. May be called before it starts. When this returns the connection
     * stands, so that nothing written later is lost.
     */
    Attachment attach(ContainerId id, AttachRequest request, Stdio stdio) throws EngineException, InterruptedException;

    /** Runs a command in it and waits for its end. Returns its exit code, 126 or 127 when it cannot be run. */
    int exec(ContainerId id, ExecRequest request, Stdio stdio) throws EngineException, InterruptedException;

    /** Starts a command in it and leaves it alone. */
    void execDetached(ContainerId id, ExecRequest request) throws EngineException, InterruptedException;

    /** Its processes as ps(1) shows them. */
    ProcessTable top(ContainerId id) throws EngineException, InterruptedException;

    /** One sample. */
    ContainerStats stats(ContainerId id) throws EngineException, InterruptedException;

    /** A sample about every second until the container ends or the caller is interrupted. */
    void streamStats(ContainerId id, Consumer<ContainerStats> sink) throws EngineException, InterruptedException;

    /** A tar archive of a file or directory; its entries start with the last component of the path. */
    InputStream copyOut(ContainerId id, String path) throws EngineException, InterruptedException;

    /**
     * Unpacks a tar archive.
     *
     * @param directory must exist inside the container
     */
    void copyIn(ContainerId id, String directory, InputStream tar, CopyOwnership ownership)
            throws EngineException, InterruptedException;

    /** What a path inside the container is; {@code NOT_FOUND} when it is nothing. */
    PathStat stat(ContainerId id, String path) throws EngineException, InterruptedException;

    /** How to remove a container. */
    enum RemoveOption {
        /** Kill it first when it runs. */
        FORCE,
        ANONYMOUS_VOLUMES
    }

    /** Who owns what was copied in. */
    enum CopyOwnership {
        /** The ids in the archive. */
        FROM_ARCHIVE,
        /** Root of the container. */
        ROOT
    }
}
