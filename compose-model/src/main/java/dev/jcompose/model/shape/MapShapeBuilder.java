package dev.jcompose.model.shape;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the keys of a mapping. */
final class MapShapeBuilder {

    private final Map<String, Shape> keys = new LinkedHashMap<>();
    private List<String> required = List.of();
    private MapShape.Extras extras = MapShape.Extras.EXTENSIONS;

    MapShapeBuilder key(String name, Shape shape) {
        keys.put(name, shape);
        return this;
    }

    /** Several keys of one shape. */
    MapShapeBuilder keys(Shape shape, String... names) {
        for (String name : names) {
            keys.put(name, shape);
        }
        return this;
    }

    MapShapeBuilder required(String... names) {
        required = List.of(names);
        return this;
    }

    MapShapeBuilder closed() {
        extras = MapShape.Extras.NONE;
        return this;
    }

    MapShapeBuilder open() {
        extras = MapShape.Extras.ANYTHING;
        return this;
    }

    Shape build() {
        return Shape.of(new MapShape(keys, required, null, MapShape.Names.ANY, extras));
    }

    /** A mapping whose keys are names that users give. */
    static Shape named(MapShape.Names names, Shape value) {
        return Shape.of(new MapShape(Map.of(), List.of(), value, names, MapShape.Extras.NONE));
    }
}
