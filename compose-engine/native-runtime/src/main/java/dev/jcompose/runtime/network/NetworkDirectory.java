package dev.jcompose.runtime.network;

import java.io.IOException;
import java.util.Optional;

/** The networks as sandboxes see them. */
interface NetworkDirectory {

    /**
     * Finds by name, id or unambiguous start of an id.
     *
     * @throws NetworkException NOT_FOUND, or INVALID when the start of an id is not unambiguous
     */
    LiveNetwork live(String reference) throws NetworkException;

    /** Finds by id. */
    Optional<LiveNetwork> find(String id);

    /** The index of a network's device on the host, which is made now if it was not needed before. */
    int deviceOf(LiveNetwork network) throws IOException, NetworkException;

    /** The sandbox has been closed. */
    void forget(Sandbox sandbox);
}
