package dev.jcompose.runtime.network;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The network of one running container: its namespace, its endpoints, its published ports, its name server. It lives from
 * before the first process starts until the container stops; its state is kept on disk, so that {@link NetworkService#adopt}
 * finds it again. Safe for use by several threads.
 */
public interface Sandbox extends AutoCloseable {

    String containerId();

    /**
     * The namespace, as a path that another process of the same user can open while this daemon lives; empty when the
     * container uses the host's namespace, or has stopped. A container with {@code network_mode: container:<id>} uses the other one's.
     */
    Optional<Path> namespacePath();

    /**
     * Connects the container; also while it runs.
     *
     * @throws NetworkException NOT_FOUND, CONFLICT (connected already, address taken), INVALID (address not in a configured
     *     subnet), FORBIDDEN (host network), SYSTEM
     */
    Endpoint connect(EndpointSpec spec) throws NetworkException;

    /**
     * Disconnects the container; also while it runs. Published ports move to the network that gives the default route then.
     *
     * @param network name, id or unambiguous start of an id
     * @throws NetworkException NOT_FOUND when it is not connected to that network
     */
    void disconnect(String network) throws NetworkException;

    /** The endpoints in the order of their interfaces. */
    List<Endpoint> endpoints();

    /**
     * Publishes ports of the container on the host: all of them or, with an exception, none.
     *
     * @return what was bound, for all calls so far
     * @throws NetworkException PORT_ALLOCATED with the holder of the port where it can be found
     */
    List<PublishedPort> publish(List<PortBinding> bindings) throws NetworkException;

    /** What is published now; empty while no network can carry it. */
    List<PublishedPort> published();

    /** Gives the container another name: its names on all networks follow. */
    void rename(String containerName) throws NetworkException;

    /** The contents of the generated files, for the endpoints of this moment. */
    EtcFiles etcFiles() throws NetworkException;

    /** Removes endpoints, published ports and the state on disk; the namespace ends with its last process. */
    @Override
    void close();
}
