package dev.jcompose.model.shape;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A mapping.
 *
 * @param keys the known keys
 * @param required keys that must be there
 * @param others the shape under keys that users choose; absent when there are none
 * @param names which keys users may choose
 * @param extensions what happens to {@code x-*} keys and other unknown ones
 */
public record MapShape(
        Map<String, Shape> keys,
        List<String> required,
        @Nullable Shape others,
        Names names,
        Extras extensions) {

    /** Which keys users may choose. */
    public enum Names {
        ANY,
        /** Letters, digits, {@code .}, {@code _} and {@code -}. */
        RESOURCE,
        /** The same, and what is not so is not looked at. */
        RESOURCE_OR_UNCHECKED,
        /** Lower case letters, and what is not so is not looked at. */
        LOWER_OR_UNCHECKED
    }

    /** What may stand beside the known keys. */
    public enum Extras {
        NONE,
        /** Keys that begin with {@code x-}, with anything under them. */
        EXTENSIONS,
        /** Any key. */
        ANYTHING
    }

    public MapShape {
        keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
        required = List.copyOf(required);
    }

    /** The shape under a key; null when there is no such key. */
    public @Nullable Shape of(String key) {
        Shape known = keys.get(key);
        if (known != null) {
            return known;
        }
        if (others != null) {
            return switch (names) {
                case ANY -> others;
                case RESOURCE -> isResourceName(key) ? others : null;
                case RESOURCE_OR_UNCHECKED -> isResourceName(key) ? others : Shape.ANY;
                case LOWER_OR_UNCHECKED -> isLowerCase(key) ? others : Shape.ANY;
            };
        }
        return switch (extensions) {
            case NONE -> null;
            case EXTENSIONS -> key.startsWith("x-") ? Shape.ANY : null;
            case ANYTHING -> Shape.ANY;
        };
    }

    /** Whether a key is an extension, not a name that a user gave to something. */
    public boolean isExtension(String key) {
        return others == null && key.startsWith("x-") && !keys.containsKey(key);
    }

    /** The known keys, sorted. */
    public Set<String> known() {
        return new TreeSet<>(keys.keySet());
    }

    static boolean isResourceName(String key) {
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            boolean fits = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '.'
                    || c == '_'
                    || c == '-';
            if (!fits) {
                return false;
            }
        }
        return !key.isEmpty();
    }

    private static boolean isLowerCase(String key) {
        for (int i = 0; i < key.length(); i++) {
            if (key.charAt(i) < 'a' || key.charAt(i) > 'z') {
                return false;
            }
        }
        return !key.isEmpty();
    }
}
