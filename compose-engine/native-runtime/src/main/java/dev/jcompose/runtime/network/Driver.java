package dev.jcompose.runtime.network;

import java.util.Locale;
import java.util.Optional;

/** How a network connects its containers; the names are those of the Docker Engine API. */
public enum Driver {
    /** A bridge device of the host with one port per container. */
    BRIDGE,
    /** A device of each container's own, with its own hardware address, on a wire of the host: the containers are in the LAN. */
    MACVLAN,
    /** The same under the hardware address of the host's device. */
    IPVLAN,
    /** The host's own network namespace. */
    HOST,
    /** A namespace with a loopback device only. */
    NONE;

    /** The word of the API: {@code bridge}, {@code host} or {@code null}. */
    public String word() {
        return this == NONE ? "null" : name().toLowerCase(Locale.ROOT);
    }

    /** Whether clients can make networks of it. */
    public boolean isForClients() {
        return switch (this) {
            case BRIDGE, MACVLAN, IPVLAN -> true;
            case HOST, NONE -> false;
        };
    }

    /** The driver of that name; the empty word means {@link #BRIDGE}, as in the API. */
    public static Optional<Driver> of(String word) {
        return switch (word) {
            case "", "default", "bridge" -> Optional.of(BRIDGE);
            case "macvlan" -> Optional.of(MACVLAN);
            case "ipvlan" -> Optional.of(IPVLAN);
            case "host" -> Optional.of(HOST);
            case "null", "none" -> Optional.of(NONE);
            default -> Optional.empty();
        };
    }
}
