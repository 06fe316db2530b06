package dev.jcompose.daemon.wire;

import dev.jcompose.runtime.store.JsonObject;
import java.util.Collection;
import java.util.List;

/** What a Docker engine writes as null because nothing was given: clients that compare answers see no difference. */
final class Nulls {
    private Nulls() {}

    /** Turns the members of these names that are missing, or empty lists or objects, to null. */
    static JsonObject.Builder whereEmpty(JsonObject json, List<String> names) {
        var builder = json.toBuilder();
        for (String name : names) {
            if (json.value(name).map(Nulls::isEmpty).orElse(true)) {
                builder.putNull(name);
            }
        }
        return builder;
    }

    private static boolean isEmpty(Object value) {
        return switch (value) {
            case Collection<?> list -> list.isEmpty();
            case JsonObject object -> object.names().isEmpty();
            default -> false;
        };
    }
}
