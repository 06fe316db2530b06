package dev.jcompose.model.canonical;

import dev.jcompose.model.interpolate.Variables;
import dev.jcompose.model.problem.Span;
import dev.jcompose.model.yaml.ListNode;
import dev.jcompose.model.yaml.MapNode;
import dev.jcompose.model.yaml.Node;
import dev.jcompose.model.yaml.ScalarNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What follows from the rest of the configuration: the default network, names in the engine, implied dependencies. */
public final class Normalization {

    private final String projectName;
    private final Variables environment;

    public Normalization(String projectName, Variables environment) {
        this.projectName = projectName;
        this.environment = environment;
    }

    public MapNode apply(MapNode root) {
        MapNode named = root.with("name", ScalarNode.string(root.keySpan("name"), projectName));
        MapNode result = named.mapValues((section, value) -> section.equals("services") && value instanceof MapNode map
                ? map.mapValues((name, node) -> node instanceof MapNode service ? service(service) : node)
                : value);
        result = withDefaultNetwork(result);
        return result.mapValues((section, value) -> switch (section) {
            case "networks", "volumes", "secrets", "configs" ->
                value instanceof MapNode map ? map.mapValues(this::withName) : value;
            default -> value;
        });
    }

    private static MapNode withDefaultNetwork(MapNode root) {
        Node services = root.get("services");
        if (!(services instanceof MapNode map)) {
            return root;
        }
        Span at = null;
        for (MapNode.Entry entry : map.entries().values()) {
            if (entry.value() instanceof MapNode service
                    && service.get("networks") instanceof MapNode networks
                    && networks.has("default")) {
                at = networks.span();
                break;
            }
        }
        Node networks = root.get("networks");
        if (at == null || (networks instanceof MapNode declared && declared.has("default"))) {
            return root;
        }
        MapNode base = networks instanceof MapNode declared ? declared : MapNode.empty(at);
        return root.with("networks", base.with("default", ScalarNode.none(at)));
    }

    /** A resource is called after the project and its key; an external one after its key. */
    private @Nullable Node withName(String key, Node node) {
        MapNode resource = node instanceof MapNode map ? map : MapNode.empty(node.span());
        if (resource.get("name") instanceof ScalarNode name && !name.isNull()) {
            return node;
        }
        boolean external = resource.get("external") instanceof ScalarNode flag
                && flag.text().equals("true");
        String name = external ? key : projectName + "_" + key;
        return resource.with("name", ScalarNode.string(resource.span(), name));
    }

    private MapNode service(MapNode service) {
        MapNode result = service;
        boolean attached = result.has("network_mode") || result.has("provider");
        Node networks = result.get("networks");
        boolean none = networks == null || (networks instanceof MapNode map && map.isEmpty());
        if (!attached && none) {
            Span at = service.span();
            result = result.with("networks", MapNode.empty(at).with("default", ScalarNode.none(at)));
        }
        if (result.get("pull_policy") instanceof ScalarNode policy
                && policy.text().equals("if_not_present")) {
            result = result.with("pull_policy", policy.withText("missing"));
        }
        if (result.get("build") instanceof MapNode build) {
            result = result.with("build", build(build));
        }
        return dependencies(hookImages(result));
    }

    private MapNode build(MapNode build) {
        MapNode result = build;
        if (!result.has("context")) {
            result = result.with("context", ScalarNode.string(build.span(), "."));
        }
        if (!result.has("dockerfile") && !result.has("dockerfile_inline")) {
            result = result.with("dockerfile", ScalarNode.string(build.span(), "Dockerfile"));
        }
        Node args = result.get("args");
        return args == null ? result : result.with("args", arguments(args));
    }

    /** Arguments without a value take that of the environment, or go. */
    private Node arguments(Node args) {
        if (args instanceof MapNode map) {
            return map.mapValues((name, value) -> {
                if (!(value instanceof ScalarNode scalar) || !scalar.isNull()) {
                    return value;
                }
                String found = environment.get(name);
                return found == null ? null : scalar.withText(found);
            });
        }
        if (!(args instanceof ListNode list)) {
            return args;
        }
        List<Node> kept = new ArrayList<>();
        for (Node item : list.items()) {
            if (!(item instanceof ScalarNode scalar) || scalar.text().indexOf('=') >= 0) {
                kept.add(item);
                continue;
            }
            String found = environment.get(scalar.text());
            if (found != null) {
                kept.add(scalar.withText(scalar.text() + "=" + found));
            }
        }
        return ListNode.of(list.span(), kept);
    }

    private static MapNode hookImages(MapNode service) {
        Node image = service.get("image");
        if (image == null || !(service.get("pre_start") instanceof ListNode hooks)) {
            return service;
        }
        return service.with(
                "pre_start",
                hooks.mapItems(
                        hook -> hook instanceof MapNode map && !map.has("image") ? map.with("image", image) : hook));
    }

    private static MapNode dependencies(MapNode service) {
        Map<String, MapNode.Entry> implied = new LinkedHashMap<>();
        if (service.get("links") instanceof ListNode links) {
            for (Node link : links.items()) {
                if (link instanceof ScalarNode scalar) {
                    String text = scalar.text();
                    int colon = text.indexOf(':');
                    imply(implied, colon < 0 ? text : text.substring(0, colon), link.span(), Restart.FOLLOWS);
                }
            }
        }
        for (String key : new String[] {"network_mode", "ipc", "pid", "uts", "cgroup"}) {
            if (service.get(key) instanceof ScalarNode mode && mode.text().startsWith("service:")) {
                imply(implied, mode.text().substring("service:".length()), mode.span(), Restart.FOLLOWS);
            }
        }
        if (service.get("volumes_from") instanceof ListNode sources) {
            for (Node source : sources.items()) {
                if (source instanceof ScalarNode scalar && !scalar.text().startsWith("container:")) {
                    String text = scalar.text();
                    int colon = text.indexOf(':');
                    imply(implied, colon < 0 ? text : text.substring(0, colon), source.span(), Restart.STAYS);
                }
            }
        }
        if (implied.isEmpty()) {
            return service;
        }
        Node declared = service.get("depends_on");
        if (declared != null && !(declared instanceof MapNode)) {
            return service;
        }
        var all = declared instanceof MapNode map
                ? new LinkedHashMap<>(map.entries())
                : new LinkedHashMap<String, MapNode.Entry>();
        implied.forEach(all::putIfAbsent);
        Span at = declared == null ? service.span() : declared.span();
        return service.with("depends_on", MapNode.of(at, all));
    }

    private enum Restart {
        FOLLOWS,
        STAYS
    }

    private static void imply(Map<String, MapNode.Entry> implied, String name, Span at, Restart restart) {
        var edge = new MapBuilder(at).put("condition", "service_started");
        edge.put(
                "restart",
                ScalarNode.bool(at, restart == Restart.FOLLOWS ? ScalarNode.Truth.TRUE : ScalarNode.Truth.FALSE));
        implied.putIfAbsent(name, new MapNode.Entry(at, edge.putTrue("required").build()));
    }
}
