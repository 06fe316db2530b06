package dev.jcompose.model.check;

import dev.jcompose.model.problem.Diagnostic;
import dev.jcompose.model.problem.ProblemLog;
import dev.jcompose.model.problem.Span;
import dev.jcompose.model.shape.ListShape;
import dev.jcompose.model.shape.MapShape;
import dev.jcompose.model.shape.ScalarShape;
import dev.jcompose.model.shape.Shape;
import dev.jcompose.model.yaml.ConfigPath;
import dev.jcompose.model.yaml.ListNode;
import dev.jcompose.model.yaml.MapNode;
import dev.jcompose.model.yaml.Node;
import dev.jcompose.model.yaml.ScalarNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Compares a tree with the shape of a compose file: unknown keys, missing ones, wrong types, words and ranges. */
public final class ShapeCheck {

    private final ProblemLog problems;

    public ShapeCheck(ProblemLog problems) {
        this.problems = problems;
    }

    public void check(Node node, Shape shape) {
        check(node, shape, ConfigPath.ROOT);
    }

    private void check(Node node, Shape shape, ConfigPath path) {
        if (shape.isAny()) {
            finite(node, path);
            return;
        }
        if (!shape.admits(node)) {
            wrongType(node, shape, path);
            return;
        }
        switch (node) {
            case ScalarNode scalar -> {
                var rule = shape.scalar();
                String objection = rule == null ? null : rule.objection(scalar);
                if (objection != null) {
                    problems.error("invalid-value", scalar.span(), path + " " + objection);
                }
            }
            case MapNode map -> {
                MapShape rule = shape.map();
                if (rule != null) {
                    map(map, rule, path);
                }
            }
            case ListNode list -> {
                ListShape rule = shape.list();
                if (rule != null) {
                    list(list, rule, path);
                }
            }
        }
    }

    /** JSON, which everything must fit into, has no infinite numbers. */
    private void finite(Node node, ConfigPath path) {
        switch (node) {
            case ScalarNode scalar -> {
                if (scalar.kind() == ScalarNode.Kind.FLOAT && !Double.isFinite(ScalarShape.number(scalar))) {
                    problems.error("invalid-value", scalar.span(), path + " must be a finite number");
                }
            }
            case MapNode map -> map.entries().forEach((key, entry) -> finite(entry.value(), path.key(key)));
            case ListNode list -> {
                for (int i = 0; i < list.items().size(); i++) {
                    finite(list.items().get(i), path.item(i));
                }
            }
        }
    }

    private void wrongType(Node node, Shape shape, ConfigPath path) {
        String where = path.isRoot() ? "top-level object" : path.toString();
        String got = node instanceof ScalarNode scalar && scalar.isString()
                ? "\"" + shortened(scalar.text()) + "\""
                : node.kindName();
        var problem = Diagnostic.error(
                "wrong-type", Optional.of(node.span()), where + " must be " + shape.expected() + ", not " + got);
        boolean quotable = node instanceof ScalarNode scalar
                && !scalar.isNull()
                && !scalar.isString()
                && shape.expected().contains("a string");
        problems.add(quotable ? problem.withHint("put it in quotes: \"" + ((ScalarNode) node).text() + "\"") : problem);
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 57) + "...";
    }

    private void map(MapNode map, MapShape rule, ConfigPath path) {
        for (Map.Entry<String, MapNode.Entry> e : map.entries().entrySet()) {
            String key = e.getKey();
            Shape under = rule.of(key);
            if (under == null) {
                unknown(key, e.getValue().keySpan(), rule, path);
            } else {
                check(e.getValue().value(), under, path.key(key));
            }
        }
        for (String key : rule.required()) {
            if (!map.has(key)) {
                problems.error("missing-key", map.span(), path + " " + key + " is required");
            }
        }
    }

    private void unknown(String key, Span at, MapShape rule, ConfigPath path) {
        if (rule.others() != null) {
            problems.add(
                    Diagnostic.error("invalid-name", Optional.of(at), "\"" + key + "\" cannot be a name under " + path)
                            .withHint("use letters, digits, \".\", \"_\" and \"-\""));
            return;
        }
        var problem = Diagnostic.error(
                "unknown-key", Optional.of(at), owner(path) + " has no key \"" + shortened(key) + "\"");
        problems.addNamed(problem, key, rule.known());
    }

    /** What a mapping belongs to, in words where that reads better than its path. */
    private static String owner(ConfigPath path) {
        return switch (path.depth()) {
            case 0 -> "a compose file";
            case 2 -> {
                String kind = switch (path.keyAt(1)) {
                    case "services" -> "service";
                    case "networks" -> "network";
                    case "volumes" -> "volume";
                    case "secrets" -> "secret";
                    case "configs" -> "config";
                    case "models" -> "model";
                    default -> "";
                };
                yield kind.isEmpty() ? path.toString() : kind + " \"" + path.lastKey() + "\"";
            }
            default -> path.toString();
        };
    }

    private void list(ListNode list, ListShape rule, ConfigPath path) {
        for (int i = 0; i < list.items().size(); i++) {
            check(list.items().get(i), rule.item(), path.item(i));
        }
        if (rule.repeats() == ListShape.Repeats.REFUSED && list.items().size() > 1) {
            repeats(list, path);
        }
    }

    private void repeats(ListNode list, ConfigPath path) {
        var first = new HashMap<String, Integer>();
        for (int i = 0; i < list.items().size(); i++) {
            Node item = list.items().get(i);
            if (!(item instanceof ScalarNode scalar)) {
                continue;
            }
            Integer before = first.putIfAbsent(scalar.kind() + " " + scalar.text(), i);
            if (before != null) {
                problems.add(Diagnostic.error(
                                "repeated-item",
                                Optional.of(item.span()),
                                path + " has \"" + shortened(scalar.text()) + "\" twice: its items must be unique")
                        .withRelated(list.items().get(before).span(), "first here"));
            }
        }
    }
}
