package dev.jcompose.runtime.network;

import dev.jcompose.runtime.network.address.MacAddress;
import dev.jcompose.runtime.store.JsonCodec;
import dev.jcompose.runtime.store.JsonObject;
import dev.jcompose.runtime.store.MalformedJsonException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The state of a sandbox as it is kept on disk. */
final class SandboxJson implements JsonCodec<SandboxState> {

    @Override
    public JsonObject toJson(SandboxState state) {
        return JsonObject.builder()
                .put("container", specToJson(state.spec()))
                .put("hostNetwork", state.hostNetwork())
                .putEach("endpoints", state.endpoints(), SandboxJson::endpointToJson)
                .put("links", linksToJson(state.links()))
                .put("dnsUdpPort", state.dnsUdpPort())
                .put("dnsTcpPort", state.dnsTcpPort())
                .putEach("ports", state.ports(), SandboxJson::portToJson)
                .build();
    }

    @Override
    public SandboxState fromJson(JsonObject json) throws MalformedJsonException {
        try {
            var endpoints = new ArrayList<Endpoint>();
            for (var endpoint : json.objects("endpoints")) {
                endpoints.add(endpointFromJson(endpoint));
            }
            var ports = new ArrayList<SandboxState.Port>();
            for (var port : json.objects("ports")) {
                ports.add(portFromJson(port));
            }
            return new SandboxState(
                    specFromJson(json.requireObject("container")),
                    json.isTrue("hostNetwork"),
                    endpoints,
                    linksFromJson(json.objectOrEmpty("links")),
                    number(json, "dnsUdpPort"),
                    number(json, "dnsTcpPort"),
                    ports);
        } catch (IllegalArgumentException | ArithmeticException | ClassCastException e) {
            throw new MalformedJsonException("an address or port is damaged: " + e.getMessage(), e);
        }
    }

    private static JsonObject linksToJson(Map<String, List<EndpointSpec.Link>> links) {
        var json = JsonObject.builder();
        links.forEach((network, of) -> json.putStrings(
                network, of.stream().map(EndpointSpec.Link::toString).toList()));
        return json.build();
    }

    private static Map<String, List<EndpointSpec.Link>> linksFromJson(JsonObject json) throws MalformedJsonException {
        var links = new LinkedHashMap<String, List<EndpointSpec.Link>>();
        for (String network : json.names()) {
            links.put(
                    network,
                    json.strings(network).stream().map(EndpointSpec.Link::parse).toList());
        }
        return links;
    }

    private static JsonObject specToJson(SandboxSpec spec) {
        return JsonObject.builder()
                .put("id", spec.containerId())
                .put("name", spec.containerName())
                .put("hostname", spec.hostname())
                .put("domainname", spec.domainname())
                .putStrings(
                        "dns",
                        spec.dns().stream().map(InetAddress::getHostAddress).toList())
                .putStrings("dnsSearch", spec.dnsSearch())
                .putStrings("dnsOptions", spec.dnsOptions())
                .putStrings(
                        "extraHosts",
                        spec.extraHosts().stream()
                                .map(extra -> extra.name() + "="
                                        + extra.address()
                                                .map(InetAddress::getHostAddress)
                                                .orElse("host-gateway"))
                                .toList())
                .putStringMap("sysctls", spec.sysctls())
                .build();
    }

    private static SandboxSpec specFromJson(JsonObject json) throws MalformedJsonException {
        return new SandboxSpec(
                json.requireString("id"),
                json.requireString("name"),
                json.requireString("hostname"),
                json.stringOrEmpty("domainname"),
                json.strings("dns").stream().map(InetAddress::ofLiteral).toList(),
                json.strings("dnsSearch"),
                json.strings("dnsOptions"),
                json.strings("extraHosts").stream()
                        .map(SandboxSpec.ExtraHost::parse)
                        .toList(),
                json.stringMap("sysctls"));
    }

    private static JsonObject endpointToJson(Endpoint endpoint) {
        var json = JsonObject.builder()
                .put("id", endpoint.id())
                .put("networkId", endpoint.networkId())
                .put("networkName", endpoint.networkName())
                .putIfPresent("mac", endpoint.mac().map(MacAddress::toString))
                .putStrings("aliases", endpoint.aliases())
                .putStrings("dnsNames", endpoint.dnsNames())
                .put("gatewayPriority", endpoint.gatewayPriority())
                .put("interface", endpoint.interfaceName())
                .put("hostInterface", endpoint.hostInterface());
        endpoint.ipv4().ifPresent(ip -> json.put("ipv4", ipToJson(ip)));
        endpoint.ipv6().ifPresent(ip -> json.put("ipv6", ipToJson(ip)));
        return json.build();
    }

    private static Endpoint endpointFromJson(JsonObject json) throws MalformedJsonException {
        var ipv4 = json.object("ipv4");
        var ipv6 = json.object("ipv6");
        return new Endpoint(
                json.requireString("id"),
                json.requireString("networkId"),
                json.requireString("networkName"),
                ipv4.isPresent() ? Optional.of(ipFromJson(Inet4Address.class, ipv4.get())) : Optional.empty(),
                ipv6.isPresent() ? Optional.of(ipFromJson(Inet6Address.class, ipv6.get())) : Optional.empty(),
                json.string("mac").map(MacAddress::parse),
                json.strings("aliases"),
                json.strings("dnsNames"),
                number(json, "gatewayPriority"),
                json.stringOrEmpty("interface"),
                json.stringOrEmpty("hostInterface"));
    }

    private static JsonObject ipToJson(Endpoint.Ip<? extends InetAddress> ip) {
        return JsonObject.builder()
                .put("address", ip.address().getHostAddress())
                .put("prefix", ip.prefix())
                .putIfPresent("gateway", ip.gateway().map(InetAddress::getHostAddress))
                .build();
    }

    private static <A extends InetAddress> Endpoint.Ip<A> ipFromJson(Class<A> family, JsonObject json)
            throws MalformedJsonException {
        return new Endpoint.Ip<>(
                family.cast(InetAddress.ofLiteral(json.requireString("address"))),
                number(json, "prefix"),
                json.string("gateway").map(InetAddress::ofLiteral).map(family::cast));
    }

    private static JsonObject portToJson(SandboxState.Port port) {
        var binding = port.binding();
        return JsonObject.builder()
                .putIfPresent("hostIp", binding.hostIp().map(InetAddress::getHostAddress))
                .put("first", binding.firstHostPort())
                .put("last", binding.lastHostPort())
                .put("containerPort", binding.containerPort())
                .put("protocol", binding.protocol().word())
                .put("hostPort", port.hostPort())
                .build();
    }

    private static SandboxState.Port portFromJson(JsonObject json) throws MalformedJsonException {
        String protocol = json.requireString("protocol");
        return new SandboxState.Port(
                new PortBinding(
                        json.string("hostIp").map(InetAddress::ofLiteral),
                        number(json, "first"),
                        number(json, "last"),
                        number(json, "containerPort"),
                        Protocol.of(protocol)
                                .orElseThrow(() -> new MalformedJsonException("\"protocol\" is " + protocol))),
                number(json, "hostPort"));
    }

    private static int number(JsonObject json, String name) throws MalformedJsonException {
        return json.integerOrZero(name);
    }
}
