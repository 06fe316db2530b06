package dev.jcompose.planner.observed;

/**
 * A port of a container.
 *
 * @param hostAddress address it is published on; empty when it is only exposed
 * @param hostPort 1 to 65535; 0 when it is only exposed
 * @param containerPort 1 to 65535
 * @param protocol {@code tcp}, {@code udp} or {@code sctp}
 */
public record ObservedPort(String hostAddress, int hostPort, int containerPort, String protocol) {}
