package dev.jcompose.runtime.launch;

import java.io.IOException;
import java.nio.file.Path;

/** Starts containers and processes in them, and finds those again that outlived an earlier daemon. */
public interface Launcher extends AutoCloseable {
    /**
     * Says that containers are about to be started, as soon as that is known: within the next second they start faster, on
     * hosts where the kernel has to be made ready for it.
     */
    default void anticipate() {}

    /**
     * Starts a container and returns once its first process runs the command of the specification.
     *
     * <p>The supervisor, and with it the container, outlives this process. When this method throws, nothing is left
     * behind: no process, no mount, no cgroup.
     *
     * @throws LaunchException when the container cannot be made or its command not be executed; carries the exit code
     *     Docker gives: 126, 127 or 128
     * @throws InterruptedException when interrupted; the start is then undone
     */
    Supervised start(LaunchSpec spec) throws LaunchException, InterruptedException;

    /**
     * Makes the user and network namespace of a container that is about to start.
     *
     * @param stateDirectory as in {@link LaunchSpec#stateDirectory()}
     * @throws LaunchException where the kernel allows no more of them
     */
    HeldNamespaces holdNamespaces(Path stateDirectory, IdMap ids) throws LaunchException, InterruptedException;

    /**
     * Makes the network namespace of a container that is about to start in another one's user namespace.
     *
     * @param stateDirectory as in {@link LaunchSpec#stateDirectory()}
     */
    HeldNamespaces holdNetwork(Path stateDirectory, UserNamespace user) throws LaunchException, InterruptedException;

    /**
     * Finds out what became of a container that an earlier daemon started.
     *
     * @param stateDirectory the directory that its {@link LaunchSpec#stateDirectory()} named
     * @throws IOException when the state on disk cannot be read
     */
    Adoption adopt(Path stateDirectory) throws IOException, InterruptedException;

    /**
     * Runs one more process in a running container: in its namespaces and cgroups, with the rights of its own
     * specification.
     *
     * @throws LaunchException with exit code 126 or 127 when the command cannot be executed, 128 when the container
     *     is gone
     */
    Exec exec(Supervised container, ExecSpec spec) throws LaunchException, InterruptedException;

    /** Lets go of every container; none is stopped. */
    @Override
    void close();
}
