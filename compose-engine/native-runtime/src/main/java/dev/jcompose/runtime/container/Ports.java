package dev.jcompose.runtime.container;

import dev.jcompose.runtime.container.HostConfig.HostPort;
import dev.jcompose.runtime.network.PortBinding;
import dev.jcompose.runtime.network.Protocol;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Ports as clients write them: {@code 80/tcp} published at {@code 8080}, {@code 8000-8010}, or anywhere. */
final class Ports {
    private Ports() {}

    /**
     * What the container wants published.
     *
     * @throws ContainerException INVALID for what is no port or no address
     */
    static List<PortBinding> bindings(ContainerConfig config, HostConfig host) throws ContainerException {
        var bindings = new ArrayList<PortBinding>();
        for (var entry : host.portBindings().entrySet()) {
            for (HostPort hostPort : entry.getValue()) {
                bindings.add(binding(entry.getKey(), hostPort));
            }
        }
        if (host.publishAllPorts()) {
            for (String exposed : config.exposedPorts()) {
                if (!host.portBindings().containsKey(exposed)) {
                    bindings.add(binding(exposed, new HostPort("", "")));
                }
            }
        }
        return bindings;
    }

    private static PortBinding binding(String port, HostPort hostPort) throws ContainerException {
        String[] parts = port.split("/", 2);
        Protocol protocol = Protocol.of(parts.length == 2 ? parts[1] : "")
                .orElseThrow(() -> ContainerException.invalid("invalid proto: " + port));
        int containerPort = number(parts[0], 1);
        String[] range =
                hostPort.port().isEmpty() ? new String[] {"0"} : hostPort.port().split("-", 2);
        int first = number(range[0], 0);
        int last = range.length == 2 ? number(range[1], 0) : first;
        if (last < first) {
            throw ContainerException.invalid("invalid range of host ports: " + hostPort.port());
        }
        return new PortBinding(address(hostPort.ip()), first, last, containerPort, protocol);
    }

    private static Optional<InetAddress> address(String text) throws ContainerException {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            throw new ContainerException(ContainerException.Kind.INVALID, "invalid IP address: " + text, e);
        }
    }

    private static int number(String text, int least) throws ContainerException {
        try {
            int port = Integer.parseInt(text);
            if (port >= least && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new ContainerException(ContainerException.Kind.INVALID, "invalid port: " + text, e);
        }
        throw ContainerException.invalid("invalid port: " + text);
    }
}
