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
import java.util.LinkedHashSet;
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
        JsonObject host = json.objectOrEmpty("HostConfig");
        JsonObject networks = withContainersMac(
                json.objectOrEmpty("NetworkingConfig").objectOrEmpty("EndpointsConfig"),
                host.stringOrEmpty("NetworkMode"),
                json.stringOrEmpty("MacAddress"));
        var links = new LinkedHashSet<>(host.strings("Links"));
        for (String network : networks.names()) {
            JsonObject settings = networks.objectOrEmpty(network);
            endpoints.add(EndpointJson.read(network, settings));
            links.addAll(settings.strings("Links"));
        }
        return new CreateRequest(
                name,
                ContainerConfigJson.read(json),
                HostConfigJson.read(host.toBuilder().putStrings("Links", links).build()),
                endpoints,
                platform);
    }

    /** Before API 1.44 the hardware address was the container's, and meant the network of its mode. */
    private static JsonObject withContainersMac(JsonObject networks, String mode, String mac)
            throws MalformedJsonException {
        if (mac.isEmpty()) {
            return networks;
        }
        String primary = mode.isEmpty() || mode.equals("default") ? "bridge" : mode;
        JsonObject settings = networks.objectOrEmpty(primary);
        return settings.stringOrEmpty("MacAddress").isEmpty()
                ? networks.toBuilder()
                        .put(
                                primary,
                                settings.toBuilder().put("MacAddress", mac).build())
                        .build()
                : networks;
    }
}
