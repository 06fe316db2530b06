package dev.jcompose.runtime.network;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network as it is kept on disk.
 *
 * @param id 64 hexadecimal digits
 * @param ipv6 whether containers get IPv6 addresses
 * @param pools the subnets in use, each with its gateway; empty for {@code host} and {@code none}
 * @param configuredPools whether the client chose the subnets: only then a container may ask for an address of its own
 * @param device the name of the host's device: the bridge, or what the containers' devices are on top of; empty for
 *     {@code host} and {@code none}
 */
public record Network(
        String id,
        String name,
        Driver driver,
        boolean internal,
        boolean attachable,
        boolean ipv6,
        List<IpamPool> pools,
        boolean configuredPools,
        Map<String, String> ipamOptions,
        Map<String, String> options,
        Map<String, String> labels,
        String device,
        Instant created) {

    /** The option that names the bridge device. */
    public static final String BRIDGE_NAME_OPTION = "com.docker.network.bridge.name";

    public Network {
        pools = List.copyOf(pools);
        ipamOptions = Collections.unmodifiableMap(new LinkedHashMap<>(ipamOptions));
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }

    /** Whether the engine made it by itself ({@code bridge}, {@code host}, {@code none}); such a one cannot be removed. */
    public boolean predefined() {
        return isPredefinedName(name);
    }

    /** Whether containers on it find each other by name: true for all that clients made. */
    public boolean resolvesNames() {
        return driver.isForClients() && !predefined();
    }

    static boolean isPredefinedName(String name) {
        return name.equals("bridge") || name.equals("host") || name.equals("none");
    }
}
