package dev.jcompose.model.canonical;

import dev.jcompose.model.problem.Span;
import dev.jcompose.model.yaml.MapNode;
import dev.jcompose.model.yaml.Node;
import dev.jcompose.model.yaml.ScalarNode;
import dev.jcompose.model.yaml.ScalarNode.Truth;
import java.util.LinkedHashMap;
import java.util.Optional;

/** Puts a mapping together that stands where a short syntax stood. */
final class MapBuilder {

    private final Span at;
    private final LinkedHashMap<String, MapNode.Entry> entries = new LinkedHashMap<>();

    MapBuilder(Span at) {
        this.at = at;
    }

    MapBuilder put(String key, String value) {
        return put(key, ScalarNode.string(at, value));
    }

    MapBuilder put(String key, Optional<String> value) {
        value.ifPresent(text -> put(key, text));
        return this;
    }

    MapBuilder put(String key, Node value) {
        entries.put(key, new MapNode.Entry(at, value));
        return this;
    }

    MapBuilder putTrue(String key) {
        return put(key, ScalarNode.bool(at, Truth.TRUE));
    }

    MapNode build() {
        return MapNode.of(at, entries);
    }
}
