package dev.jcompose.model.interpolate;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values of variables by name. */
@FunctionalInterface
public interface Variables {

    /** The value, or null when the variable is not set. */
    @Nullable
    String get(String name);

    /** The names that are set, as far as they are known: what a misspelt name may have meant. */
    default Collection<String> names() {
        return List.of();
    }

    /** Those of a map. */
    static Variables of(Map<String, String> values) {
        return new Variables() {
            @Override
            public @Nullable String get(String name) {
                return values.get(name);
            }

            @Override
            public Collection<String> names() {
                return values.keySet();
            }
        };
    }

    /** These, and others for what is not set here. */
    default Variables orElse(Variables others) {
        Variables first = this;
        return new Variables() {
            @Override
            public @Nullable String get(String name) {
                String value = first.get(name);
                return value == null ? others.get(name) : value;
            }

            @Override
            public Collection<String> names() {
                return first.names();
            }
        };
    }
}
