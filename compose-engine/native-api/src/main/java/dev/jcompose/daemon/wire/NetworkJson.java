package dev.jcompose.daemon.wire;

import dev.jcompose.runtime.network.Endpoint;
import dev.jcompose.runtime.network.IpamPool;
import dev.jcompose.runtime.network.Network;
import dev.jcompose.runtime.network.NetworkDetails;
import dev.jcompose.runtime.network.NetworkSpec;
import dev.jcompose.runtime.network.address.Cidr;
import dev.jcompose.runtime.store.JsonObject;
import dev.jcompose.runtime.store.MalformedJsonException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code Network} and {@code NetworkCreateRequest} of the Engine API. */
public final class NetworkJson {
    private NetworkJson() {}

    /** As it stands in a list: without the containers. */
    public static JsonObject of(Network network) {
        return members(network)
                .put("Containers", JsonObject.empty())
                .putStringMap("Options", network.options())
                .putStringMap("Labels", network.labels())
                .build();
    }

    public static JsonObject of(NetworkDetails details) {
        var containers = JsonObject.builder();
        for (var connected : details.containers()) {
            containers.put(connected.containerId(), container(connected));
        }
        return members(details.network())
                .put("Containers", containers.build())
                .putStringMap("Options", details.network().options())
                .putStringMap("Labels", details.network().labels())
                .build();
    }

    /** @throws MalformedJsonException also for an address or subnet that is none */
    public static NetworkSpec request(JsonObject json) throws MalformedJsonException {
        var ipam = json.objectOrEmpty("IPAM");
        List<IpamPool> pools = new ArrayList<>();
        for (var config : ipam.objects("Config")) {
            if (config.string("Subnet").filter(subnet -> !subnet.isEmpty()).isPresent()) {
                pools.add(pool(config));
            }
        }
        return new NetworkSpec(
                json.stringOrEmpty("Name"),
                json.stringOrEmpty("Driver"),
                json.isTrue("Internal"),
                json.isTrue("Attachable"),
                json.isTrue("EnableIPv6"),
                pools,
                ipam.stringMap("Options"),
                json.stringMap("Options"),
                json.stringMap("Labels"));
    }

    /** What the client is told beside that its network was made; empty for nothing. */
    public static String warning(JsonObject request) throws MalformedJsonException {
        return request.has("EnableIPv4") && !request.isTrue("EnableIPv4")
                ? "EnableIPv4: false is not offered by this engine: the network has IPv4 addresses all the same"
                : "";
    }

    private static JsonObject.Builder members(Network network) {
        return JsonObject.builder()
                .put("Name", network.name())
                .put("Id", network.id())
                .put("Created", network.created())
                .put("Scope", "local")
                .put("Driver", network.driver().word())
                .put("EnableIPv6", network.ipv6())
                .put(
                        "IPAM",
                        Nulls.whereEmpty(
                                        JsonObject.builder()
                                                .put("Driver", "default")
                                                .putStringMap("Options", network.ipamOptions())
                                                .putEach("Config", network.pools(), NetworkJson::pool)
                                                .build(),
                                        List.of("Options", "Config"))
                                .build())
                .put("Internal", network.internal())
                .put("Attachable", network.attachable())
                .put("Ingress", false)
                .put("ConfigFrom", JsonObject.builder().put("Network", "").build())
                .put("ConfigOnly", false);
    }

    private static JsonObject container(NetworkDetails.Connected connected) {
        var endpoint = connected.endpoint();
        return JsonObject.builder()
                .put("Name", connected.containerName())
                .put("EndpointID", endpoint.id())
                .put("MacAddress", endpoint.mac().map(Object::toString).orElse(""))
                .put("IPv4Address", endpoint.ipv4().map(NetworkJson::withPrefix).orElse(""))
                .put("IPv6Address", endpoint.ipv6().map(NetworkJson::withPrefix).orElse(""))
                .build();
    }

    private static String withPrefix(Endpoint.Ip<? extends InetAddress> ip) {
        return ip.address().getHostAddress() + "/" + ip.prefix();
    }

    private static JsonObject pool(IpamPool pool) {
        var json = JsonObject.builder().put("Subnet", pool.subnet().toString());
        pool.range().ifPresent(range -> json.put("IPRange", range.toString()));
        pool.gateway().ifPresent(gateway -> json.put("Gateway", gateway.getHostAddress()));
        if (!pool.auxiliary().isEmpty()) {
            Map<String, String> addresses = new LinkedHashMap<>();
            pool.auxiliary().forEach((name, address) -> addresses.put(name, address.getHostAddress()));
            json.putStringMap("AuxiliaryAddresses", addresses);
        }
        return json.build();
    }

    private static IpamPool pool(JsonObject config) throws MalformedJsonException {
        try {
            Map<String, InetAddress> auxiliary = new LinkedHashMap<>();
            config.stringMap("AuxiliaryAddresses")
                    .forEach((name, address) -> auxiliary.put(name, InetAddress.ofLiteral(address)));
            return new IpamPool(
                    Cidr.parse(config.requireString("Subnet")),
                    given(config, "Gateway").map(InetAddress::ofLiteral),
                    given(config, "IPRange").map(Cidr::parse),
                    auxiliary);
        } catch (IllegalArgumentException e) {
            throw new MalformedJsonException("invalid IPAM configuration: " + e.getMessage());
        }
    }

    private static Optional<String> given(JsonObject config, String name) throws MalformedJsonException {
        return config.string(name).filter(text -> !text.isEmpty());
    }
}
