package dev.jcompose.engine.docker;

import dev.jcompose.engine.docker.json.JsonObject;
import dev.jcompose.model.Port;
import dev.jcompose.model.Service;
import java.util.Optional;
import java.util.regex.Pattern;

/** Exposed and published ports of a create call. */
final class CreatePorts {
    /** {@code 80}, {@code 8000-8010}, either with {@code /udp} or another protocol. */
    private static final Pattern EXPOSED = Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?(?:/([a-z]+))?");

    private CreatePorts() {}

    static JsonObject exposed(Service service) {
        var ports = new JsonObject();
        for (String text : service.expose()) {
            var matcher = EXPOSED.matcher(text);
            if (matcher.matches()) {
                int first = Integer.parseInt(matcher.group(1));
                int last = Optional.ofNullable(matcher.group(2))
                        .map(Integer::parseInt)
                        .orElse(first);
                String protocol = Optional.ofNullable(matcher.group(3)).orElse("tcp");
                for (int port = first; port <= last; port++) {
                    ports.exactly(port + "/" + protocol, new JsonObject());
                }
            }
        }
        service.ports().forEach(port -> ports.exactly(key(port), new JsonObject()));
        return ports;
    }

    static JsonObject bindings(Service service) {
        var bindings = new JsonObject();
        for (var port : service.ports()) {
            bindings.add(
                    key(port), new JsonObject().text("HostIp", port.hostIp()).text("HostPort", port.published()));
        }
        return bindings;
    }

    private static String key(Port port) {
        return port.target() + "/" + port.protocol().orElse("tcp");
    }
}
