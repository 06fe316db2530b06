package dev.jcompose.daemon.route;

import dev.jcompose.daemon.http.HttpException;
import dev.jcompose.runtime.store.JsonObject;
import dev.jcompose.runtime.store.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The parameter {@code filters}: {@code {"label":["a=b"],"name":["x"]}}, or the older {@code {"label":{"a=b":true}}}. The
 * values of one name are alternatives, except that an object has to have every label; all names have to match.
 */
public final class Filters {
    private final Map<String, List<String>> values;

    private Filters(Map<String, List<String>> values) {
        this.values = values;
    }

    /** @throws HttpException 400 for what is no such object */
    static Filters parse(String text) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        if (text.isBlank()) {
            return new Filters(values);
        }
        try {
            var json = JsonObject.parse(text.getBytes(StandardCharsets.UTF_8));
            for (var name : json.names()) {
                var older =
                        json.value(name).filter(JsonObject.class::isInstance).isPresent();
                values.put(name, older ? List.copyOf(json.requireObject(name).names()) : json.strings(name));
            }
        } catch (MalformedJsonException e) {
            throw new HttpException(400, "invalid filter: " + e.getMessage());
        }
        return new Filters(values);
    }

    /** The values of a name; empty if it was not given. */
    public List<String> get(String name) {
        return values.getOrDefault(name, List.of());
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** @throws HttpException 400 if there is a name that is not among these */
    public Filters only(Set<String> known) {
        for (var name : values.keySet()) {
            if (!known.contains(name)) {
                throw new HttpException(400, "invalid filter '" + name + "'");
            }
        }
        return this;
    }

    /** Whether the name was not given, or one of its values equals {@code actual}. */
    public boolean is(String name, String actual) {
        return !has(name) || get(name).contains(actual);
    }

    /** Whether the name was not given, or one of its values is the beginning of {@code actual}. */
    public boolean startsWith(String name, String actual) {
        return !has(name) || get(name).stream().anyMatch(actual::startsWith);
    }

    /** Whether the name was not given, or one of its values is part of {@code actual}. */
    public boolean isPartOf(String name, String actual) {
        return !has(name) || get(name).stream().anyMatch(actual::contains);
    }

    /**
     * A filter that says yes or no.
     *
     * @throws HttpException 400 for another value
     */
    public boolean flag(String name, boolean otherwise) {
        if (!has(name) || get(name).isEmpty()) {
            return otherwise;
        }
        return switch (get(name).getFirst()) {
            case "1", "true", "t", "True", "TRUE", "T" -> true;
            case "0", "false", "f", "False", "FALSE", "F" -> false;
            default ->
                throw new HttpException(
                        400, "invalid filter '" + name + "=[" + get(name).getFirst() + "]'");
        };
    }

    /** Whether labels has every {@code name} or {@code name=value} of the filter "label", and none of "label!". */
    public boolean labels(Map<String, String> labels) {
        return get("label").stream().allMatch(wanted -> hasLabel(labels, wanted))
                && get("label!").stream().noneMatch(unwanted -> hasLabel(labels, unwanted));
    }

    private static boolean hasLabel(Map<String, String> labels, String wanted) {
        int equals = wanted.indexOf('=');
        return equals < 0
                ? labels.containsKey(wanted)
                : wanted.substring(equals + 1).equals(labels.get(wanted.substring(0, equals)));
    }
}
