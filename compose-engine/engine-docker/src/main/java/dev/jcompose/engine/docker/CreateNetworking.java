package dev.jcompose.engine.docker;

import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.docker.json.JsonObject;
import dev.jcompose.model.Service;
import dev.jcompose.planner.desired.Endpoint;
import dev.jcompose.planner.desired.NetworkMode;
import java.util.LinkedHashMap;
import java.util.Map;

/** The network part of a create call. */
final class CreateNetworking {
    private static final String INTERFACE_NAME = "com.docker.network.endpoint.ifname";

    private final NetworkMode mode;
    private final Service service;
    private final CreateDraft draft;

    CreateNetworking(NetworkMode mode, Service service, CreateDraft draft) {
        this.mode = mode;
        this.service = service;
        this.draft = draft;
    }

    /** {@code HostConfig.NetworkMode}. */
    String mode() {
        return switch (mode) {
            case NetworkMode.Attached attached ->
                attached.endpoints().getFirst().networkName();
            case NetworkMode.Special(String word) -> word.equals("disabled") ? "" : word;
            case NetworkMode.SharedWith(String container) -> "container:" + container;
        };
    }

    /** Since API 1.44 a MAC address belongs to an endpoint; a mode that is no network of ours has none in the call. */
    String containerMacAddress() {
        return switch (mode) {
            case NetworkMode.Attached attached ->
                draft.version().atLeast(ApiVersion.ENDPOINTS_AT_CREATE)
                        ? ""
                        : attached.endpoints().getFirst().macAddress().orElse("");
            case NetworkMode.Special special -> service.macAddress().orElse("");
            case NetworkMode.SharedWith shared -> "";
        };
    }

    JsonObject config() throws EngineException {
        var endpoints = new JsonObject();
        if (mode instanceof NetworkMode.Attached attached) {
            var now = draft.version().atLeast(ApiVersion.ENDPOINTS_AT_CREATE)
                    ? attached.endpoints()
                    : attached.endpoints().subList(0, 1);
            for (var endpoint : now) {
                endpoints.exactly(endpoint.networkName(), endpoint(endpoint, draft));
            }
        }
        return endpoints.isEmpty() ? endpoints : new JsonObject().exactly("EndpointsConfig", endpoints);
    }

    /** {@code EndpointSettings} of the API, for creation and for connecting later. */
    static JsonObject endpoint(Endpoint endpoint, CreateDraft draft) throws EngineException {
        Map<String, String> options = new LinkedHashMap<>(endpoint.driverOptions());
        if (endpoint.interfaceName().isPresent()) {
            draft.require(ApiVersion.INTERFACE_NAME, "interface_name");
            options.put(INTERFACE_NAME, endpoint.interfaceName().get());
        }
        var settings = new JsonObject()
                .texts("Aliases", endpoint.aliases())
                .texts("Links", endpoint.links())
                .textMap("DriverOpts", options)
                .object(
                        "IPAMConfig",
                        new JsonObject()
                                .text("IPv4Address", endpoint.ipv4())
                                .text("IPv6Address", endpoint.ipv6())
                                .texts("LinkLocalIPs", endpoint.linkLocalAddresses()));
        if (draft.version().atLeast(ApiVersion.ENDPOINTS_AT_CREATE)) {
            settings.text("MacAddress", endpoint.macAddress());
        }
        int gateway = endpoint.gatewayPriority().orElse(0);
        if (gateway != 0) {
            draft.require(ApiVersion.IMAGE_MOUNTS, "gw_priority");
            settings.number("GwPriority", gateway);
        }
        return settings;
    }
}
