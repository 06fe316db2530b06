package dev.jcompose.runtime.network;

import dev.jcompose.runtime.os.NetworkNamespace;
import dev.jcompose.runtime.store.StateRoot;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The networks of one engine. After a start: {@link #adopt} each container that still runs, then {@link #reconcile} once, and
 * only then create anything. Safe for use by several threads.
 */
public interface NetworkService extends AutoCloseable {

    /**
     * Opens the networks of the engine whose state is below this root. Several engines can live side by side: the names of
     * devices and rules follow from the path of the root.
     *
     * @throws IOException when the kernel lacks rtnetlink or nf_tables, or without the right to use them (EPERM)
     */
    static NetworkService open(StateRoot root) throws IOException, NetworkException {
        return KernelNetworks.open(root, EtcFiles.HostFiles.ofThisHost());
    }

    /**
     * Creates a network and its bridge device.
     *
     * @throws NetworkException CONFLICT (name or subnet taken), INVALID, FORBIDDEN (predefined name), SYSTEM
     */
    Network create(NetworkSpec spec) throws NetworkException;

    /**
     * Removes a network.
     *
     * @param reference name, id or unambiguous start of an id
     * @throws NetworkException NOT_FOUND, FORBIDDEN (predefined, or containers are connected), SYSTEM
     */
    void remove(String reference) throws NetworkException;

    /** All networks, the predefined ones first, then by creation. */
    List<Network> list();

    /**
     * Finds by name, id or unambiguous start of an id.
     *
     * @throws NetworkException NOT_FOUND, or INVALID when the start of an id is not unambiguous
     */
    Network get(String reference) throws NetworkException;

    /** The network and who is connected to it. */
    NetworkDetails inspect(String reference) throws NetworkException;

    /** Makes a namespace with a loopback device and nothing else, for a container that is about to start. */
    Sandbox createSandbox(SandboxSpec spec) throws NetworkException;

    /**
     * As {@link #createSandbox(SandboxSpec)}, with a namespace that somebody else has made.
     *
     * @param namespace new, with its loopback device down; closed with the sandbox, or when this fails
     */
    Sandbox createSandbox(SandboxSpec spec, NetworkNamespace namespace) throws NetworkException;

    /** The sandbox of a container on the host's own network ({@code network_mode: host}). */
    Sandbox createHostSandbox(SandboxSpec spec) throws NetworkException;

    /**
     * Takes over the network of a container that outlived the daemon: opens its namespace anew, binds the same ports for its
     * name server and its published ports, and knows its names again.
     *
     * @param pid a process in the container's namespaces, its PID 1 as the host sees it
     * @throws NetworkException NOT_FOUND when nothing is known of the container's network, SYSTEM
     */
    Sandbox adopt(String containerId, long pid) throws NetworkException;

    /** The sandbox of a container, if it has one now. */
    Optional<Sandbox> sandbox(String containerId);

    /**
     * Brings the host in line with what is known: removes bridges, ports, rules and state of containers and networks that no
     * longer exist, and makes again what is missing. Touches nothing of another engine.
     *
     * @return what was removed or made again, one line each, for the log
     */
    List<String> reconcile() throws NetworkException;

    /** What does not work on this host and why, for {@code GET /info}. */
    List<String> warnings();

    /** Stops name servers and relays and lets go of all namespaces; networks, endpoints and published ports stay. */
    @Override
    void close();
}
