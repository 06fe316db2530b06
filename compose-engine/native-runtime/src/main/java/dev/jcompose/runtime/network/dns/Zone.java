package dev.jcompose.runtime.network.dns;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** What one container may know: the names on its networks. Asked anew for every query. */
public interface Zone {

    /**
     * The addresses of both families that a name has on the container's networks.
     *
     * @param name lower case, without a dot at its end
     * @return empty when the name is not known; an empty list never
     */
    Optional<List<InetAddress>> addresses(String name);

    /** The name of an address on the container's networks. */
    Optional<String> name(InetAddress address);

    /** Whether an address belongs to one of the container's networks, so that nobody else is asked for its name. */
    boolean isOwn(InetAddress address);

    /** Whom to ask about what is not known here. */
    Forwarding forwarding();
}
