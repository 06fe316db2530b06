package dev.jcompose.engine.docker;

import dev.jcompose.engine.docker.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Builds the query of a request. */
final class Query {
    private final StringBuilder text;
    private char separator = '?';

    private Query(String path) {
        this.text = new StringBuilder(path);
    }

    static Query of(String path) {
        return new Query(path);
    }

    Query with(String name, String value) {
        text.append(separator).append(name).append('=').append(Api.encode(value));
        separator = '&';
        return this;
    }

    Query with(String name, boolean value) {
        return with(name, value ? "1" : "0");
    }

    /** Left out when empty. */
    Query filters(Map<String, List<String>> filters) {
        var object = new JsonObject();
        filters.forEach(object::texts);
        return object.isEmpty() ? this : with("filters", object.json());
    }

    /** Labels as filters have them: the value only when there is one. */
    static List<String> labels(Map<String, String> labels) {
        return labels.entrySet().stream()
                .map(label -> label.getValue().isEmpty() ? label.getKey() : label.getKey() + "=" + label.getValue())
                .toList();
    }

    /** Seconds and nanoseconds since the epoch, as the API writes moments. */
    static String moment(Instant instant) {
        return String.format(Locale.ROOT, "%d.%09d", instant.getEpochSecond(), instant.getNano());
    }

    String target() {
        return text.toString();
    }
}
