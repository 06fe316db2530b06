package dev.jcompose.daemon.wire;

import dev.jcompose.runtime.container.ContainerConfigJson;
import dev.jcompose.runtime.container.CreateRequest;
import dev.jcompose.runtime.container.EndpointJson;
import dev.jcompose.runtime.container.HostConfigJson;
import dev.jcompose.runtime.image.Platform;
import dev.jcompose.runtime.network.EndpointSpec;
import dev.jcompose.runtime.store.JsonObject;
import dev.jcompose.runtime.store.MalformedJsonException;
import java.util.ArrayList;
import java.util.Optional;

/** The body of {@code POST /containers/create}. */
public final class CreateJson {
    private CreateJson() {}

    /**
     * Reads a request.
     *
     * @param name empty = one is made up
     */
    public static CreateRequest request(JsonObject json, Optional<String> name, Optional<Platform> platform)
            throws MalformedJsonException {
        var endpoints = new ArrayList<EndpointSpec>();
        JsonObject networks = json.objectOrEmpty("NetworkingConfig").objectOrEmpty("EndpointsConfig");
        for (String network : networks.names()) {
            endpoints.add(EndpointJson.read(network, networks.objectOrEmpty(network)));
        }
        return new CreateRequest(
                name,
                ContainerConfigJson.read(json),
                HostConfigJson.read(json.objectOrEmpty("HostConfig")),
                endpoints,
                platform);
    }
}
