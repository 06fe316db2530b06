package dev.jcompose.engine.operation;

import java.util.OptionalInt;

/**
 * A port whose publication is asked for.
 *
 * @param port of the container, 1 to 65535
 * @param protocol {@code tcp} or {@code udp}
 */
public record PortRequest(String project, String service, OptionalInt index, int port, String protocol) {}
