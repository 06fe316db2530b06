package dev.jcompose.runtime.network;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a client asks for when it creates a network.
 *
 * @param driver the word of the API; empty means {@code bridge}
 * @param internal no way out of the network and no way in from published ports
 * @param attachable carried for the API; every network can be joined at any time
 * @param ipv6 whether containers get IPv6 addresses
 * @param pools subnets, at most one of each family without a range of its own; empty: chosen by the engine
 * @param options driver options, {@code com.docker.network.bridge.name} and others of the bridge driver
 */
public record NetworkSpec(
        String name,
        String driver,
        boolean internal,
        boolean attachable,
        boolean ipv6,
        List<IpamPool> pools,
        Map<String, String> ipamOptions,
        Map<String, String> options,
        Map<String, String> labels) {

    public NetworkSpec {
        pools = List.copyOf(pools);
        ipamOptions = Collections.unmodifiableMap(new LinkedHashMap<>(ipamOptions));
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }

    /** A bridge network with everything left to the engine. */
    public static NetworkSpec bridge(String name) {
        return new NetworkSpec(name, "bridge", false, false, false, List.of(), Map.of(), Map.of(), Map.of());
    }

    /** The same with an internal network. */
    public NetworkSpec asInternal() {
        return new NetworkSpec(name, driver, true, attachable, ipv6, pools, ipamOptions, options, labels);
    }

    /** The same with IPv6 addresses as well. */
    public NetworkSpec withIpv6() {
        return new NetworkSpec(name, driver, internal, attachable, true, pools, ipamOptions, options, labels);
    }

    /** The same with subnets of the client's choice. */
    public NetworkSpec withPools(List<IpamPool> chosen) {
        return new NetworkSpec(name, driver, internal, attachable, ipv6, chosen, ipamOptions, options, labels);
    }

    /** The same with driver options. */
    public NetworkSpec withOptions(Map<String, String> chosen) {
        return new NetworkSpec(name, driver, internal, attachable, ipv6, pools, ipamOptions, chosen, labels);
    }
}
