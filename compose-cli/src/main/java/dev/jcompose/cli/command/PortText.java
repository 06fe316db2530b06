package dev.jcompose.cli.command;

import dev.jcompose.planner.observed.ObservedPort;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Ports in the form {@code 127.0.0.1:8080->80/tcp}. */
final class PortText {
    /** By container port, then by address, IPv4 first. */
    static final Comparator<ObservedPort> ORDER = Comparator.comparing(ObservedPort::protocol)
            .thenComparingInt(ObservedPort::containerPort)
            .thenComparingInt(ObservedPort::hostPort)
            .thenComparing(port -> port.hostAddress().contains(":"))
            .thenComparing(ObservedPort::hostAddress);

    private PortText() {}

    static String of(List<ObservedPort> ports) {
        return ports.stream().sorted(ORDER).map(PortText::of).collect(Collectors.joining(", "));
    }

    static String of(ObservedPort port) {
        String inside = port.containerPort() + "/" + port.protocol();
        return port.hostPort() == 0 ? inside : port.hostAddress() + ":" + port.hostPort() + "->" + inside;
    }
}
