package dev.jcompose.model.interpolate;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values of variables by name. */
@FunctionalInterface
public interface Variables {

    /** The value, or null when the variable is not set. */
    @Nullable
    String get(String name);

    /** Those of a map. */
    static Variables of(Map<String, String> values) {
        return values::get;
    }

    /** These, and others for what is not set here. */
    default Variables orElse(Variables others) {
        return name -> {
            String value = get(name);
            return value == null ? others.get(name) : value;
        };
    }
}
