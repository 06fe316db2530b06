package dev.jcompose.daemon.route;

import dev.jcompose.runtime.container.Container;
import dev.jcompose.runtime.container.ContainerException;
import dev.jcompose.runtime.container.Containers;
import dev.jcompose.runtime.container.EndpointJson;
import dev.jcompose.runtime.network.NetworkService;
import dev.jcompose.runtime.store.JsonObject;
import java.io.IOException;

/** {@code POST /networks/{id}/connect} and {@code /disconnect}. */
public final class ConnectRoutes implements Route.Group {
    private final Containers containers;
    private final NetworkService networks;

    public ConnectRoutes(Containers containers, NetworkService networks) {
        this.containers = containers;
        this.networks = networks;
    }

    @Override
    public void addTo(Router router) {
        router.add("POST", "/networks/{id}/connect", this::connect)
                .add("POST", "/networks/{id}/disconnect", this::disconnect);
    }

    private void connect(Call call) throws Exception {
        JsonObject body = call.json();
        var network = networks.get(call.path("id"));
        var container = containers.get(body.stringOrEmpty("Container"));
        containers.connect(container, EndpointJson.read(network.name(), body.objectOrEmpty("EndpointConfig")));
        call.respond(200);
    }

    private void disconnect(Call call) throws Exception {
        JsonObject body = call.json();
        var network = networks.get(call.path("id"));
        containers.disconnect(container(body), network.name());
        call.respond(200);
    }

    /** Force is for endpoints that a container left behind. Here nobody does, so there is none of any name. */
    private Container container(JsonObject body) throws IOException {
        String reference = body.stringOrEmpty("Container");
        try {
            return containers.get(reference);
        } catch (ContainerException e) {
            if (e.kind() == ContainerException.Kind.NOT_FOUND && body.isTrue("Force")) {
                throw new ContainerException(
                        ContainerException.Kind.NOT_FOUND, "endpoint " + reference + " not found", e);
            }
            throw e;
        }
    }
}
