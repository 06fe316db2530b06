package dev.jcompose.model.merge;

import dev.jcompose.model.problem.Diagnostic;
import dev.jcompose.model.problem.ProblemLog;
import dev.jcompose.model.shape.MapShape;
import dev.jcompose.model.shape.MergeRule;
import dev.jcompose.model.shape.Shape;
import dev.jcompose.model.yaml.ConfigPath;
import dev.jcompose.model.yaml.ListNode;
import dev.jcompose.model.yaml.MapNode;
import dev.jcompose.model.yaml.MergeTag;
import dev.jcompose.model.yaml.Node;
import dev.jcompose.model.yaml.ScalarNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lays the tree of a later file over that of earlier ones, attribute by attribute as the {@link Shape} of each says. */
public final class Merge {

    /** What becomes of {@code !reset} and {@code !override} once they have done their work. */
    public enum Tags {
        /** They are gone. */
        CONSUMED,
        /** They stay for the next merge, as those of a service that extends another do. */
        KEPT
    }

    private final ProblemLog problems;
    private final Tags tags;

    public Merge(ProblemLog problems, Tags tags) {
        this.problems = problems;
        this.tags = tags;
    }

    /** Both trees as one; null when nothing is left. */
    public @Nullable Node merge(Node earlier, Node later, Shape shape, ConfigPath path) {
        if (later.tag() == MergeTag.RESET) {
            return tags == Tags.KEPT ? later : null;
        }
        if (later.tag() == MergeTag.OVERRIDE) {
            return tags == Tags.KEPT ? later : withoutTags(later);
        }
        boolean nothing = later instanceof ScalarNode scalar && scalar.isNull();
        if (shape.merge() == MergeRule.PAIRS && earlier instanceof MapNode a && later instanceof MapNode b) {
            return joined(Promote.pairs(withoutReplaced(a, b)), Promote.pairs(withoutTags(b)), path);
        }
        return switch (shape.merge()) {
            case REPLACE -> tags == Tags.KEPT ? later : withoutTags(later);
            case DEEP -> nothing ? earlier : deep(earlier, later, shape, path);
            case LOGGING -> nothing ? earlier : logging(earlier, later, shape, path);
            case BUILD -> nothing ? earlier : deep(Promote.build(earlier), Promote.build(later), shape, path);
            case DEPENDENCIES ->
                nothing ? earlier : deep(Promote.dependencies(earlier), Promote.dependencies(later), shape, path);
            case NAMES -> nothing ? earlier : deep(Promote.names(earlier), Promote.names(later), shape, path);
            case PAIRS -> nothing ? earlier : joined(Promote.pairs(earlier), Promote.pairs(withoutTags(later)), path);
            case STRINGS -> nothing ? earlier : joined(Promote.list(earlier), Promote.list(later), path);
            case HOSTS -> nothing ? earlier : hosts(earlier, later, path);
            case POOLS -> nothing ? earlier : pools(earlier, later, shape, path);
        };
    }

    private @Nullable Node deep(Node earlier, Node later, Shape shape, ConfigPath path) {
        if (earlier instanceof ScalarNode) {
            return tags == Tags.KEPT ? later : withoutTags(later);
        }
        if (earlier instanceof MapNode a && later instanceof MapNode b) {
            return maps(a, b, shape, path);
        }
        if (earlier instanceof ListNode && later instanceof ListNode) {
            return joined(earlier, later, path);
        }
        return conflict(earlier, later, path);
    }

    /** The entries of a mapping that a later one neither resets nor overrides. */
    private static MapNode withoutReplaced(MapNode earlier, MapNode later) {
        return earlier.mapValues((key, value) -> {
            Node over = later.get(key);
            return over == null || over.tag() == MergeTag.NONE ? value : null;
        });
    }

    private MapNode maps(MapNode earlier, MapNode later, Shape shape, ConfigPath path) {
        var result = new LinkedHashMap<>(earlier.entries());
        MapShape known = shape.map();
        for (Map.Entry<String, MapNode.Entry> e : later.entries().entrySet()) {
            String key = e.getKey();
            MapNode.Entry over = e.getValue();
            MapNode.Entry base = result.get(key);
            Node merged = base == null || (known != null && known.isExtension(key))
                    ? fresh(over.value())
                    : merge(base.value(), over.value(), shape.under(key), path.key(key));
            if (merged == null) {
                result.remove(key);
            } else if (base == null || !merged.isIdenticalTo(base.value())) {
                result.put(key, new MapNode.Entry(over.keySpan(), merged));
            }
        }
        return MapNode.of(earlier.isEmpty() ? later.span() : earlier.span(), result);
    }

    private Node joined(Node earlier, Node later, ConfigPath path) {
        if (earlier instanceof ListNode a && later instanceof ListNode b) {
            var items = new ArrayList<Node>(a.items().size() + b.items().size());
            items.addAll(a.items());
            items.addAll(b.items());
            return ListNode.of(a.span(), items);
        }
        return conflict(earlier, later, path);
    }

    private @Nullable Node logging(Node earlier, Node later, Shape shape, ConfigPath path) {
        if (earlier instanceof MapNode a && later instanceof MapNode b) {
            Node first = a.get("driver");
            Node second = b.get("driver");
            if (first != null && second != null && !first.sameAs(second)) {
                return fresh(later);
            }
        }
        return deep(earlier, later, shape, path);
    }

    private Node hosts(Node earlier, Node later, ConfigPath path) {
        if (Promote.hosts(earlier) instanceof ListNode a && Promote.hosts(later) instanceof ListNode b) {
            var items = new ArrayList<>(a.items());
            var seen = new HashSet<String>();
            for (Node item : a.items()) {
                seen.add(Promote.text(item));
            }
            for (Node item : b.items()) {
                if (seen.add(Promote.text(item))) {
                    items.add(item);
                }
            }
            return ListNode.of(a.span(), items);
        }
        return conflict(earlier, later, path);
    }

    private Node pools(Node earlier, Node later, Shape shape, ConfigPath path) {
        if (!(earlier instanceof ListNode a) || !(later instanceof ListNode b)) {
            return conflict(earlier, later, path);
        }
        List<Node> items = new ArrayList<>(a.items());
        for (Node over : b.items()) {
            int same = indexOfSubnet(items, over);
            if (same < 0) {
                items.add(over);
            } else if (items.get(same) instanceof MapNode base && over instanceof MapNode map) {
                items.set(same, maps(base, map, shape.item(), path.item(same)));
            }
        }
        return ListNode.of(a.span(), items);
    }

    private static int indexOfSubnet(List<Node> pools, Node pool) {
        if (pool instanceof MapNode wanted) {
            for (int i = 0; i < pools.size(); i++) {
                if (pools.get(i) instanceof MapNode map && map.string("subnet").equals(wanted.string("subnet"))) {
                    return i;
                }
            }
        }
        return -1;
    }

    private Node conflict(Node earlier, Node later, ConfigPath path) {
        problems.add(Diagnostic.error(
                        "cannot-override",
                        Optional.of(later.span()),
                        "cannot override " + path + ": it was " + earlier.kindName() + " and cannot become "
                                + later.kindName())
                .withRelated(earlier.span(), "set here before"));
        return earlier;
    }

    /** A tree that nothing earlier is merged with. */
    private @Nullable Node fresh(Node node) {
        if (tags == Tags.KEPT) {
            return node;
        }
        return node.tag() == MergeTag.RESET ? null : withoutTags(node);
    }

    /** The tree without what is tagged {@code !reset}, and without tags. */
    public static Node withoutTags(Node node) {
        return switch (node) {
            case ScalarNode scalar -> scalar.withTag(MergeTag.NONE);
            case ListNode list -> list.mapItems(Merge::withoutTags).withTag(MergeTag.NONE);
            case MapNode map ->
                map.mapValues((key, value) -> value.tag() == MergeTag.RESET ? null : withoutTags(value))
                        .withTag(MergeTag.NONE);
        };
    }
}
