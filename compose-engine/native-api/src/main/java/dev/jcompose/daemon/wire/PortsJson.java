package dev.jcompose.daemon.wire;

import dev.jcompose.runtime.container.Container;
import dev.jcompose.runtime.network.PublishedPort;
import dev.jcompose.runtime.store.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A container's ports: those it publishes and those it merely names. */
final class PortsJson {
    private PortsJson() {}

    /** {@code NetworkSettings.Ports} of an inspection: by port, null for one that is not published. */
    static JsonObject byPort(Container container, List<PublishedPort> published) {
        var ports = new LinkedHashMap<String, List<PublishedPort>>();
        for (String exposed : named(container)) {
            ports.put(exposed, List.of());
        }
        for (PublishedPort port : published) {
            var known = new ArrayList<>(ports.getOrDefault(key(port), List.of()));
            known.add(port);
            ports.put(key(port), known);
        }
        var json = JsonObject.builder();
        for (Map.Entry<String, List<PublishedPort>> entry : ports.entrySet()) {
            if (entry.getValue().isEmpty()) {
                json.putNull(entry.getKey());
            } else {
                json.putEach(
                        entry.getKey(),
                        entry.getValue(),
                        port -> JsonObject.builder()
                                .put("HostIp", address(port))
                                .put("HostPort", Integer.toString(port.hostPort()))
                                .build());
            }
        }
        return json.build();
    }

    /** {@code Ports} of a list. */
    static List<JsonObject> list(Container container, List<PublishedPort> published) {
        var list = new ArrayList<JsonObject>();
        Set<String> seen = new LinkedHashSet<>();
        for (PublishedPort port : published) {
            seen.add(key(port));
            list.add(JsonObject.builder()
                    .put("IP", address(port))
                    .put("PrivatePort", port.containerPort())
                    .put("PublicPort", port.hostPort())
                    .put("Type", port.protocol().word())
                    .build());
        }
        for (String exposed : named(container)) {
            if (!seen.contains(exposed)) {
                String[] parts = exposed.split("/", 2);
                list.add(JsonObject.builder()
                        .put("PrivatePort", Integer.parseInt(parts[0]))
                        .put("Type", parts.length == 2 ? parts[1] : "tcp")
                        .build());
            }
        }
        return list;
    }

    private static Set<String> named(Container container) {
        var named = new LinkedHashSet<String>();
        for (String port : container.record().config().exposedPorts()) {
            String plain = port.contains("/") ? port : port + "/tcp";
            if (plain.matches("[0-9]+/[a-z]+")) {
                named.add(plain);
            }
        }
        named.addAll(container.record().host().portBindings().keySet());
        return named;
    }

    private static String key(PublishedPort port) {
        return port.containerPort() + "/" + port.protocol().word();
    }

    private static String address(PublishedPort port) {
        return Addresses.text(port.hostIp());
    }
}
