package dev.jcompose.model.canonical;

import dev.jcompose.model.yaml.ListNode;
import dev.jcompose.model.yaml.MapNode;
import dev.jcompose.model.yaml.Node;
import dev.jcompose.model.yaml.ScalarNode;
import java.util.function.UnaryOperator;

/** Values of attributes that are absent, where they do not depend on anything else. */
public final class Defaults {

    private Defaults() {}

    public static MapNode apply(MapNode root) {
        return root.mapValues((section, value) -> section.equals("services") && value instanceof MapNode services
                ? services.mapValues((name, node) -> node instanceof MapNode service ? service(service) : node)
                : value);
    }

    private static MapNode service(MapNode service) {
        return service.mapValues((key, value) -> switch (key) {
            case "build" -> value instanceof MapNode build ? build(build) : value;
            case "ports" -> items(value, Defaults::port);
            case "secrets" -> items(value, Defaults::secret);
            case "gpus" -> items(value, Defaults::request);
            case "deploy" -> value instanceof MapNode deploy ? deploy(deploy) : value;
            default -> value;
        });
    }

    private static Node items(Node node, UnaryOperator<MapNode> change) {
        return node instanceof ListNode list
                ? list.mapItems(item -> item instanceof MapNode map ? change.apply(map) : item)
                : node;
    }

    private static MapNode build(MapNode build) {
        return withDefault(build, "context", ".");
    }

    private static MapNode port(MapNode port) {
        return withDefault(withDefault(port, "protocol", "tcp"), "mode", "ingress");
    }

    private static MapNode secret(MapNode secret) {
        return secret.string("source")
                .map(source -> withDefault(secret, "target", "/run/secrets/" + source))
                .orElse(secret);
    }

    private static MapNode request(MapNode request) {
        return request.has("count") || request.has("device_ids") ? request : withDefault(request, "count", "all");
    }

    private static MapNode deploy(MapNode deploy) {
        return deploy.mapValues((key, value) -> key.equals("resources") && value instanceof MapNode resources
                ? resources.mapValues((part, node) -> part.equals("reservations") && node instanceof MapNode map
                        ? map.mapValues((k, v) -> k.equals("devices") ? items(v, Defaults::request) : v)
                        : node)
                : value);
    }

    private static MapNode withDefault(MapNode map, String key, String value) {
        return map.has(key) ? map : map.with(key, ScalarNode.string(map.span(), value));
    }
}
