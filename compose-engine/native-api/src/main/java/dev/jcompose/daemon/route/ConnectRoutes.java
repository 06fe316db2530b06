package dev.jcompose.daemon.route;

import dev.jcompose.runtime.container.ContainerException;
import dev.jcompose.runtime.container.Containers;
import dev.jcompose.runtime.container.EndpointJson;
import dev.jcompose.runtime.network.NetworkService;
import dev.jcompose.runtime.store.JsonObject;

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
        try {
            containers.disconnect(containers.get(body.stringOrEmpty("Container")), network.name());
        } catch (ContainerException e) {
            if (!body.isTrue("Force")) {
                throw e;
            }
        }
        call.respond(200);
    }
}
