package dev.jcompose.runtime.container;

import dev.jcompose.runtime.network.EndpointSpec;
import dev.jcompose.runtime.network.address.MacAddress;
import dev.jcompose.runtime.store.JsonObject;
import dev.jcompose.runtime.store.MalformedJsonException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;

/** {@link EndpointSpec} as {@code EndpointSettings} of the Engine API: what a client says of a container on a network. */
public final class EndpointJson {
    private static final String INTERFACE_OPTION = "com.docker.network.endpoint.ifname";

    private EndpointJson() {}

    /**
     * Reads the settings for one network.
     *
     * @throws MalformedJsonException for what is no address
     */
    public static EndpointSpec read(String network, JsonObject json) throws MalformedJsonException {
        JsonObject ipam = json.objectOrEmpty("IPAMConfig");
        return new EndpointSpec(
                network,
                address(ipam.stringOrEmpty("IPv4Address"), Inet4Address.class),
                address(ipam.stringOrEmpty("IPv6Address"), Inet6Address.class),
                mac(json.stringOrEmpty("MacAddress")),
                json.strings("Aliases"),
                json.integerOrZero("Priority"),
                json.integerOrZero("GwPriority"),
                Optional.ofNullable(json.stringMap("DriverOpts").get(INTERFACE_OPTION)),
                json.strings("Links").stream().map(EndpointSpec.Link::parse).toList());
    }

    private static <A> Optional<A> address(String text, Class<A> type) throws MalformedJsonException {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            InetAddress address = InetAddress.ofLiteral(text);
            if (type.isInstance(address)) {
                return Optional.of(type.cast(address));
            }
        } catch (IllegalArgumentException e) {
            throw new MalformedJsonException("invalid IP address: " + text, e);
        }
        throw new MalformedJsonException(
                "invalid " + (type == Inet4Address.class ? "IPv4" : "IPv6") + " address: " + text);
    }

    private static Optional<MacAddress> mac(String text) throws MalformedJsonException {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(MacAddress.parse(text));
        } catch (IllegalArgumentException e) {
            throw new MalformedJsonException("invalid MAC address: " + text, e);
        }
    }

    static JsonObject write(EndpointSpec spec) {
        var ipam = JsonObject.builder();
        spec.ipv4().ifPresent(address -> ipam.put("IPv4Address", address.getHostAddress()));
        spec.ipv6().ifPresent(address -> ipam.put("IPv6Address", address.getHostAddress()));
        var json = JsonObject.builder().put("IPAMConfig", ipam.build()).putStrings("Aliases", spec.aliases());
        json.putStrings(
                "Links", spec.links().stream().map(EndpointSpec.Link::toString).toList());
        spec.mac().ifPresent(mac -> json.put("MacAddress", mac.toString()));
        json.put("Priority", spec.priority()).put("GwPriority", spec.gatewayPriority());
        spec.interfaceName()
                .ifPresent(name -> json.put(
                        "DriverOpts",
                        JsonObject.builder().put(INTERFACE_OPTION, name).build()));
        return json.build();
    }
}
