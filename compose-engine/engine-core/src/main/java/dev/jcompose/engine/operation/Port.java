package dev.jcompose.engine.operation;

import dev.jcompose.engine.EngineException;
import dev.jcompose.planner.observed.ObservedPort;
import java.util.stream.Collectors;

/** Tells where a port is published: {@code port}. */
public final class Port {
    private final OperationContext context;

    public Port(OperationContext context) {
        this.context = context;
    }

    /** The first publication as {@code ADDRESS:PORT}. */
    public String run(PortRequest request) throws EngineException, OperationException, InterruptedException {
        var container = Selection.running(context, request.project(), request.service(), request.index());
        for (ObservedPort port : container.ports()) {
            if (port.containerPort() == request.port()
                    && port.protocol().equals(request.protocol())
                    && port.hostPort() != 0) {
                String address = port.hostAddress().contains(":") ? "[" + port.hostAddress() + "]" : port.hostAddress();
                return address + ":" + port.hostPort();
            }
        }
        String known = container.ports().stream()
                .map(port -> port.containerPort() + "/" + port.protocol()
                        + (port.hostPort() == 0 ? "" : "->" + port.hostAddress() + ":" + port.hostPort()))
                .collect(Collectors.joining(", "));
        throw new OperationException("no port " + request.port() + "/" + request.protocol() + " for container "
                + container.name() + ": " + known);
    }
}
