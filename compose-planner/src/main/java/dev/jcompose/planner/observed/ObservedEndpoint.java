package dev.jcompose.planner.observed;

/**
 * One network a container is attached to.
 *
 * @param ipv4 address while it runs, else empty
 * @param ipv6 address while it runs, else empty
 */
public record ObservedEndpoint(String networkName, String networkId, String ipv4, String ipv6) {}
