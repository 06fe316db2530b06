package dev.jcompose.daemon.wire;

import dev.jcompose.runtime.container.Container;
import dev.jcompose.runtime.network.Endpoint;
import dev.jcompose.runtime.network.EndpointSpec;
import dev.jcompose.runtime.network.Sandbox;
import dev.jcompose.runtime.network.address.MacAddress;
import dev.jcompose.runtime.store.JsonObject;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What a container has of its networks: settings from its creation, addresses while it runs. */
final class NetworkSettingsJson {
    private static final List<String> NULLABLE = List.of("IPAMConfig", "Links", "Aliases", "DriverOpts", "DNSNames");

    private final Container container;
    private final Optional<Sandbox> sandbox;
    private final Function<String, String> idOfNetwork;

    /** @param idOfNetwork id of the network of a name; empty when there is none */
    NetworkSettingsJson(Container container, Optional<Sandbox> sandbox, Function<String, String> idOfNetwork) {
        this.container = container;
        this.sandbox = sandbox;
        this.idOfNetwork = idOfNetwork;
    }

    /** {@code NetworkSettings} of an inspection. */
    JsonObject full() {
        Optional<Endpoint> onBridge = endpoints().stream()
                .filter(endpoint -> endpoint.networkName().equals("bridge"))
                .findFirst();
        var json = JsonObject.builder()
                .put("Bridge", "")
                .put("SandboxID", sandbox.map(Sandbox::containerId).orElse(""))
                .put(
                        "SandboxKey",
                        sandbox.flatMap(Sandbox::namespacePath)
                                .map(Object::toString)
                                .orElse(""))
                .put(
                        "Ports",
                        container.state().hasProcess()
                                ? PortsJson.byPort(
                                        container,
                                        sandbox.map(Sandbox::published).orElse(List.of()))
                                : JsonObject.empty())
                .put("HairpinMode", false)
                .put("LinkLocalIPv6Address", "")
                .put("LinkLocalIPv6PrefixLen", 0);
        json.putNull("SecondaryIPAddresses").putNull("SecondaryIPv6Addresses");
        putAddresses(json, onBridge);
        return json.put("Networks", networks()).build();
    }

    List<JsonObject> ports() {
        return container.state().hasProcess()
                ? PortsJson.list(container, sandbox.map(Sandbox::published).orElse(List.of()))
                : List.of();
    }

    /** By name of the network. */
    JsonObject networks() {
        var json = JsonObject.builder();
        for (EndpointSpec spec : container.record().endpoints()) {
            Optional<Endpoint> endpoint = endpoints().stream()
                    .filter(each -> each.networkName().equals(spec.network()))
                    .findFirst();
            json.put(spec.network(), network(spec, endpoint));
        }
        return json.build();
    }

    private List<Endpoint> endpoints() {
        return sandbox.map(Sandbox::endpoints).orElse(List.of());
    }

    private JsonObject network(EndpointSpec spec, Optional<Endpoint> endpoint) {
        var json = JsonObject.builder();
        if (spec.ipv4().isPresent() || spec.ipv6().isPresent()) {
            var ipam = JsonObject.builder();
            spec.ipv4().ifPresent(address -> ipam.put("IPv4Address", Addresses.text(address)));
            spec.ipv6().ifPresent(address -> ipam.put("IPv6Address", Addresses.text(address)));
            json.put("IPAMConfig", ipam.build());
        }
        if (!spec.links().isEmpty()) {
            json.putStrings(
                    "Links",
                    spec.links().stream().map(EndpointSpec.Link::toString).toList());
        }
        json.putStrings("Aliases", spec.aliases())
                .put("NetworkID", endpoint.map(Endpoint::networkId).orElseGet(() -> idOfNetwork.apply(spec.network())));
        putAddresses(json, endpoint);
        json.putStrings("DNSNames", endpoint.map(Endpoint::dnsNames).orElse(List.of()));
        return Nulls.whereEmpty(json.build(), NULLABLE).build();
    }

    private static void putAddresses(JsonObject.Builder json, Optional<Endpoint> endpoint) {
        var ipv4 = endpoint.flatMap(Endpoint::ipv4);
        var ipv6 = endpoint.flatMap(Endpoint::ipv6);
        json.put("EndpointID", endpoint.map(Endpoint::id).orElse(""))
                .put("Gateway", text(ipv4.flatMap(Endpoint.Ip::gateway)))
                .put("GlobalIPv6Address", text(ipv6.map(Endpoint.Ip::address)))
                .put("GlobalIPv6PrefixLen", ipv6.map(Endpoint.Ip::prefix).orElse(0))
                .put("IPAddress", text(ipv4.map(Endpoint.Ip::address)))
                .put("IPPrefixLen", ipv4.map(Endpoint.Ip::prefix).orElse(0))
                .put("IPv6Gateway", text(ipv6.flatMap(Endpoint.Ip::gateway)))
                .put(
                        "MacAddress",
                        endpoint.flatMap(Endpoint::mac)
                                .map(MacAddress::toString)
                                .orElse(""));
    }

    private static String text(Optional<? extends InetAddress> address) {
        return address.map(Addresses::text).orElse("");
    }
}
