package dev.jcompose.daemon.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Header fields in the order received; names compare without case. */
public final class Headers {
    private record Field(String name, String value) {}

    private final List<Field> fields = new ArrayList<>();

    /** Adds a field after those already there; its name and value were checked by the caller. */
    void add(String name, String value) {
        fields.add(new Field(name, value));
    }

    int size() {
        return fields.size();
    }

    /** The first value of the field. */
    public Optional<String> first(String name) {
        for (Field field : fields) {
            if (field.name.equalsIgnoreCase(name)) {
                return Optional.of(field.value);
            }
        }
        return Optional.empty();
    }

    /** All values of the field, one for each line it came in. */
    public List<String> all(String name) {
        List<String> values = new ArrayList<>();
        for (Field field : fields) {
            if (field.name.equalsIgnoreCase(name)) {
                values.add(field.value);
            }
        }
        return values;
    }

    /** Whether the comma separated field contains the token, compared without case. */
    public boolean hasToken(String name, String token) {
        for (String value : all(name)) {
            for (String part : value.split(",")) {
                if (part.strip().toLowerCase(Locale.ROOT).equals(token)) {
                    return true;
                }
            }
        }
        return false;
    }
}
