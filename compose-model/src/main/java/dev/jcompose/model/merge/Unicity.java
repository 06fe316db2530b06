package dev.jcompose.model.merge;

import dev.jcompose.model.shape.ItemKey;
import dev.jcompose.model.shape.Shape;
import dev.jcompose.model.value.MountSpec;
import dev.jcompose.model.yaml.ListNode;
import dev.jcompose.model.yaml.MapNode;
import dev.jcompose.model.yaml.Node;
import dev.jcompose.model.yaml.ScalarNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Of the items of a list that are about one thing, keeps the last, at the place of the first. */
public final class Unicity {

    private Unicity() {}

    public static Node apply(Node node, Shape shape) {
        return switch (node) {
            case ScalarNode scalar -> scalar;
            case MapNode map -> {
                var known = shape.map();
                yield known == null
                        ? map
                        : map.mapValues((key, value) -> {
                            Shape under = known.of(key);
                            return under == null || under.isAny() ? value : apply(value, under);
                        });
            }
            case ListNode list -> {
                Shape item = shape.item();
                ListNode inner = item.map() == null ? list : list.mapItems(i -> apply(i, item));
                ItemKey key = shape.unique();
                yield key == null ? inner : unique(inner, key);
            }
        };
    }

    private static ListNode unique(ListNode list, ItemKey rule) {
        if (list.items().size() < 2) {
            return list;
        }
        List<Node> items = new ArrayList<>(list.items().size());
        Map<String, Integer> places = new HashMap<>();
        for (Node item : list.items()) {
            String key = key(item, rule);
            Integer place = key == null ? null : places.putIfAbsent(key, items.size());
            if (place == null) {
                items.add(item);
            } else {
                items.set(place, item);
            }
        }
        return items.size() == list.items().size() ? list : new ListNode(list.span(), list.tag(), items);
    }

    /** Null for an item of an unexpected form, which the check reports. */
    private static @Nullable String key(Node item, ItemKey rule) {
        return switch (item) {
            case ListNode list -> null;
            case ScalarNode scalar -> key(scalar, rule);
            case MapNode map ->
                switch (rule) {
                    case NAME, TEXT -> null;
                    case VOLUME_TARGET -> map.string("target").orElse(null);
                    case DEVICE_TARGET ->
                        map.string("target").or(() -> map.string("source")).orElse(null);
                    case CONFIG_TARGET -> fileTarget(map, "/");
                    case SECRET_TARGET -> fileTarget(map, "/run/secrets/");
                    case PORT -> portKey(map);
                    case PATH -> map.string("path").orElse(null);
                };
        };
    }

    private static @Nullable String key(ScalarNode scalar, ItemKey rule) {
        String text = scalar.text();
        return switch (rule) {
            case NAME -> {
                int equals = text.indexOf('=');
                yield equals < 0 ? text : text.substring(0, equals);
            }
            case TEXT, PORT, PATH -> text;
            case VOLUME_TARGET -> {
                try {
                    yield MountSpec.parse(text).target();
                } catch (MountSpec.SyntaxException e) {
                    // Reported where the syntax is expanded.
                    yield null;
                }
            }
            case DEVICE_TARGET -> {
                String[] parts = text.split(":", -1);
                yield parts.length == 1 ? parts[0] : parts[1];
            }
            case CONFIG_TARGET -> "/" + text;
            case SECRET_TARGET -> "/run/secrets/" + text;
        };
    }

    private static String fileTarget(MapNode map, String folder) {
        return map.string("target")
                .orElseGet(() -> folder + map.string("source").orElse(""));
    }

    /** A host port given as a number is not the one given as text: Docker Compose keeps both, and so do we. */
    private static @Nullable String portKey(MapNode map) {
        if (!(map.get("target") instanceof ScalarNode target)) {
            return null;
        }
        String published = "";
        if (map.get("published") instanceof ScalarNode scalar) {
            published = scalar.isString() ? scalar.text() : "#" + scalar.text();
        }
        return map.string("host_ip").orElse("0.0.0.0") + ":" + published + ":" + target.text() + "/"
                + map.string("protocol").orElse("tcp");
    }
}
