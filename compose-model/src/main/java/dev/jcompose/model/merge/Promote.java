package dev.jcompose.model.merge;

import dev.jcompose.model.problem.Span;
import dev.jcompose.model.yaml.ListNode;
import dev.jcompose.model.yaml.MapNode;
import dev.jcompose.model.yaml.Node;
import dev.jcompose.model.yaml.ScalarNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;

/** The forms in which attributes with several syntaxes are merged. What cannot be converted stays as it is. */
public final class Promote {

    private Promote() {}

    /** A string is the context of a build. */
    public static Node build(Node node) {
        return node instanceof ScalarNode scalar && scalar.isString() ? single("context", scalar) : node;
    }

    static MapNode single(String key, Node value) {
        var entries = new LinkedHashMap<String, MapNode.Entry>();
        entries.put(key, new MapNode.Entry(value.span(), value));
        return MapNode.of(value.span(), entries);
    }

    /** A list of services is a mapping with the condition of a list. */
    public static Node dependencies(Node node) {
        return keyed(node, item -> {
            var entries = new LinkedHashMap<String, MapNode.Entry>();
            Span at = item.span();
            entries.put("condition", new MapNode.Entry(at, ScalarNode.string(at, "service_started")));
            entries.put("required", new MapNode.Entry(at, ScalarNode.bool(at, ScalarNode.Truth.TRUE)));
            return MapNode.of(at, entries);
        });
    }

    /** A list of names is a mapping with nothing under them. */
    public static Node names(Node node) {
        return keyed(node, item -> ScalarNode.none(item.span()));
    }

    private static Node keyed(Node node, Function<Node, Node> value) {
        if (!(node instanceof ListNode list)) {
            return node;
        }
        var entries = new LinkedHashMap<String, MapNode.Entry>();
        for (Node item : list.items()) {
            if (!(item instanceof ScalarNode scalar)) {
                return node;
            }
            entries.put(scalar.text(), new MapNode.Entry(item.span(), value.apply(item)));
        }
        return MapNode.of(list.span(), entries);
    }

    /** A mapping is a list of {@code key=value}, sorted by key; a key without a value stands alone, as does a text. */
    public static Node pairs(Node node) {
        if (!(node instanceof MapNode map)) {
            return list(node);
        }
        List<Node> items = new ArrayList<>(map.entries().size());
        for (var e : new TreeMap<>(map.entries()).entrySet()) {
            if (!(e.getValue().value() instanceof ScalarNode scalar)) {
                return node;
            }
            String text = scalar.isNull() ? e.getKey() : e.getKey() + "=" + scalar.text();
            items.add(ScalarNode.string(e.getValue().keySpan(), text));
        }
        return ListNode.of(map.span(), items);
    }

    /** A single value is a list of one. */
    public static Node list(Node node) {
        return node instanceof ScalarNode scalar && !scalar.isNull() ? ListNode.of(node.span(), List.of(node)) : node;
    }

    /** A mapping of hosts is a list of {@code host=address}, sorted by host. */
    public static Node hosts(Node node) {
        if (!(node instanceof MapNode map)) {
            return node;
        }
        List<Node> items = new ArrayList<>();
        for (var e : new TreeMap<>(map.entries()).entrySet()) {
            Node value = e.getValue().value();
            List<Node> addresses = value instanceof ListNode list ? list.items() : List.of(value);
            for (Node address : addresses) {
                items.add(ScalarNode.string(address.span(), e.getKey() + "=" + text(address)));
            }
        }
        return ListNode.of(map.span(), items);
    }

    static String text(Node node) {
        return node instanceof ScalarNode scalar ? scalar.text() : "";
    }
}
