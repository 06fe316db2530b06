package dev.jcompose.runtime.network;

import dev.jcompose.runtime.network.address.Cidr;
import dev.jcompose.runtime.store.JsonCodec;
import dev.jcompose.runtime.store.JsonObject;
import dev.jcompose.runtime.store.MalformedJsonException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/** A network as it is kept on disk. */
final class NetworkJson implements JsonCodec<Network> {

    @Override
    public JsonObject toJson(Network network) {
        return JsonObject.builder()
                .put("id", network.id())
                .put("name", network.name())
                .put("driver", network.driver().word())
                .put("internal", network.internal())
                .put("attachable", network.attachable())
                .put("ipv6", network.ipv6())
                .putEach("pools", network.pools(), NetworkJson::poolToJson)
                .put("configuredPools", network.configuredPools())
                .putStringMap("ipamOptions", network.ipamOptions())
                .putStringMap("options", network.options())
                .putStringMap("labels", network.labels())
                .put("device", network.device())
                .put("created", network.created())
                .build();
    }

    @Override
    public Network fromJson(JsonObject json) throws MalformedJsonException {
        var pools = new ArrayList<IpamPool>();
        for (var pool : json.objects("pools")) {
            pools.add(poolFromJson(pool));
        }
        String driver = json.requireString("driver");
        return new Network(
                json.requireString("id"),
                json.requireString("name"),
                Driver.of(driver).orElseThrow(() -> new MalformedJsonException("\"driver\" is " + driver)),
                json.isTrue("internal"),
                json.isTrue("attachable"),
                json.isTrue("ipv6"),
                pools,
                json.isTrue("configuredPools"),
                json.stringMap("ipamOptions"),
                json.stringMap("options"),
                json.stringMap("labels"),
                json.stringOrEmpty("device"),
                json.time("created").orElse(Instant.EPOCH));
    }

    private static JsonObject poolToJson(IpamPool pool) {
        var auxiliary = new LinkedHashMap<String, String>();
        pool.auxiliary().forEach((name, address) -> auxiliary.put(name, address.getHostAddress()));
        return JsonObject.builder()
                .put("subnet", pool.subnet().toString())
                .putIfPresent("gateway", pool.gateway().map(InetAddress::getHostAddress))
                .putIfPresent("range", pool.range().map(Cidr::toString))
                .putStringMap("auxiliary", auxiliary)
                .build();
    }

    private static IpamPool poolFromJson(JsonObject json) throws MalformedJsonException {
        try {
            var auxiliary = new LinkedHashMap<String, InetAddress>();
            for (Map.Entry<String, String> entry : json.stringMap("auxiliary").entrySet()) {
                auxiliary.put(entry.getKey(), InetAddress.ofLiteral(entry.getValue()));
            }
            return new IpamPool(
                    Cidr.parse(json.requireString("subnet")),
                    json.string("gateway").map(InetAddress::ofLiteral),
                    json.string("range").map(Cidr::parse),
                    auxiliary);
        } catch (IllegalArgumentException e) {
            throw new MalformedJsonException("a subnet is damaged: " + e.getMessage(), e);
        }
    }
}
