package dev.jcompose.model.canonical;

import dev.jcompose.model.merge.Promote;
import dev.jcompose.model.problem.ProblemLog;
import dev.jcompose.model.problem.Quota;
import dev.jcompose.model.yaml.ConfigPath;
import dev.jcompose.model.yaml.ListNode;
import dev.jcompose.model.yaml.MapNode;
import dev.jcompose.model.yaml.Node;
import dev.jcompose.model.yaml.ScalarNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Replaces short syntaxes by long ones. Applied to a tree that was checked; a node of an unexpected kind was reported
 * and is left alone. What is long already stays the same object.
 */
public final class Canonical {

    /** What to do with a short syntax that cannot be parsed. */
    public enum Unparsable {
        REPORT,
        /** It may hold variables that were not substituted. */
        KEEP
    }

    /** Ports that ranges may make: those of two addresses with all their ports. */
    public static final int MOST_PORTS = 2 << 16;

    private final Unparsable unparsable;
    private final ShortSyntax syntax;

    /** @param ports how many the ranges of all documents may make */
    public Canonical(ProblemLog problems, Unparsable unparsable, Quota ports) {
        this.unparsable = unparsable;
        this.syntax = new ShortSyntax(problems, unparsable, ports);
    }

    public MapNode apply(MapNode root) {
        return root.mapValues((section, value) -> {
            if (!(value instanceof MapNode map)) {
                return value;
            }
            ConfigPath path = ConfigPath.ROOT.key(section);
            return switch (section) {
                case "services" ->
                    map.mapValues(
                            (name, node) -> node instanceof MapNode service ? service(service, path.key(name)) : node);
                case "networks", "volumes", "secrets", "configs" ->
                    map.mapValues((name, node) ->
                            node instanceof MapNode resource ? syntax.external(resource, path.key(name)) : node);
                default -> value;
            };
        });
    }

    private MapNode service(MapNode service, ConfigPath path) {
        return service.mapValues((key, value) -> {
            ConfigPath at = path.key(key);
            return switch (key) {
                case "build" -> build(Promote.build(value), at);
                case "depends_on" -> dependencies(Promote.dependencies(value));
                case "networks", "models" -> Promote.names(value);
                case "env_file" -> items(Promote.list(value), at, syntax::envFile);
                case "label_file" -> Promote.list(value);
                case "dns_search", "tmpfs" -> unparsable == Unparsable.KEEP ? value : Promote.list(value);
                case "dns" -> withoutEmpty(Promote.list(value));
                case "gpus" -> gpus(value);
                case "volumes" -> items(value, at, syntax::mount);
                case "devices" -> items(value, at, syntax::device);
                case "configs", "secrets" -> items(value, at, syntax::file);
                case "ports" -> ports(value, at);
                case "develop" -> syntax.develop(value, at);
                default -> value;
            };
        });
    }

    private Node build(Node node, ConfigPath path) {
        if (!(node instanceof MapNode build)) {
            return node;
        }
        return build.mapValues((key, value) -> switch (key) {
            case "secrets" -> items(value, path.key(key), syntax::file);
            case "additional_contexts", "ssh" -> syntax.keyed(value);
            case "no_cache_filter" -> Promote.list(value);
            default -> value;
        });
    }

    private static Node dependencies(Node node) {
        if (!(node instanceof MapNode map)) {
            return node;
        }
        return map.mapValues((name, value) -> value instanceof MapNode edge && !edge.has("required")
                ? edge.with("required", ScalarNode.bool(edge.span(), ScalarNode.Truth.TRUE))
                : value);
    }

    private static Node withoutEmpty(Node node) {
        if (!(node instanceof ListNode list)) {
            return node;
        }
        List<Node> kept = new ArrayList<>();
        for (Node item : list.items()) {
            if (!(item instanceof ScalarNode scalar) || !scalar.text().isEmpty()) {
                kept.add(item);
            }
        }
        return kept.size() == list.items().size() ? list : ListNode.of(list.span(), kept);
    }

    private static Node gpus(Node node) {
        return node instanceof ScalarNode scalar && scalar.text().equals("all")
                ? ListNode.of(
                        node.span(),
                        List.of(new MapBuilder(node.span()).put("count", "all").build()))
                : node;
    }

    /** Changes an item of a list. */
    @FunctionalInterface
    interface ItemChange {
        Node apply(Node item, ConfigPath path);
    }

    static Node items(Node node, ConfigPath path, ItemChange change) {
        return node instanceof ListNode list
                ? list.mapItems((index, item) -> change.apply(item, path.item(index)))
                : node;
    }

    private Node ports(Node node, ConfigPath path) {
        if (!(node instanceof ListNode list)) {
            return node;
        }
        List<Node> result = new ArrayList<>(list.items().size());
        boolean changed = false;
        for (int i = 0; i < list.items().size(); i++) {
            Node item = list.items().get(i);
            @Nullable
            List<Node> expanded = item instanceof ScalarNode scalar ? syntax.ports(scalar, path.item(i)) : null;
            if (expanded == null) {
                result.add(item);
            } else {
                changed = true;
                result.addAll(expanded);
            }
        }
        return changed ? ListNode.of(list.span(), result) : list;
    }
}
