package dev.jcompose.model.load;

import dev.jcompose.model.bind.HiddenContent;
import dev.jcompose.model.interpolate.Variables;
import dev.jcompose.model.yaml.ListNode;
import dev.jcompose.model.yaml.MapNode;
import dev.jcompose.model.yaml.Node;
import dev.jcompose.model.yaml.ScalarNode;

/** Gives variables without a value, and secrets and configs made of variables, what the environment has. */
final class EnvironmentResolution {

    private final Variables environment;

    EnvironmentResolution(Variables environment) {
        this.environment = environment;
    }

    MapNode apply(MapNode root) {
        return root.mapValues((section, value) -> switch (section) {
            case "services" ->
                value instanceof MapNode map
                        ? map.mapValues((name, node) -> node instanceof MapNode service ? service(service) : node)
                        : value;
            case "secrets", "configs" ->
                value instanceof MapNode map
                        ? map.mapValues((name, node) -> node instanceof MapNode file ? content(file) : node)
                        : value;
            default -> value;
        });
    }

    private MapNode service(MapNode service) {
        Node variables = service.get("environment");
        return switch (variables) {
            case MapNode map ->
                service.with(
                        "environment",
                        map.mapValues((name, value) -> value instanceof ScalarNode scalar && scalar.isNull()
                                ? resolved(name, "", scalar)
                                : value));
            case ListNode list ->
                service.with(
                        "environment",
                        list.mapItems(item -> item instanceof ScalarNode scalar
                                        && scalar.text().indexOf('=') < 0
                                ? resolved(scalar.text(), scalar.text() + "=", scalar)
                                : item));
            case null, default -> service;
        };
    }

    private ScalarNode resolved(String name, String prefix, ScalarNode before) {
        String value = environment.get(name);
        return value == null ? before : before.withText(prefix + value);
    }

    private MapNode content(MapNode file) {
        if (!(file.get("environment") instanceof ScalarNode name) || file.has(HiddenContent.KEY)) {
            return file;
        }
        String value = environment.get(name.text());
        return value == null ? file : file.with(HiddenContent.KEY, ScalarNode.string(name.span(), value));
    }
}
