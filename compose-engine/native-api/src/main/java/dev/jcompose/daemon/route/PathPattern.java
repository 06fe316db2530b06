package dev.jcompose.daemon.route;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The form of a path: {@code /containers/{id}/json}. A variable is one segment; {@code {name...}} is one or more, as names
 * of images need, and may come once.
 */
final class PathPattern {
    private static final String MANY = "...}";

    private final List<String> segments;
    private final int many;

    PathPattern(String text) {
        segments = List.of(text.substring(1).split("/"));
        int index = -1;
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i).endsWith(MANY)) {
                index = i;
            }
        }
        many = index;
    }

    /** The variables of a path of this form; empty for any other path. */
    Optional<Map<String, String>> match(List<String> path) {
        int surplus = path.size() - segments.size();
        if (many < 0 ? surplus != 0 : surplus < 0) {
            return Optional.empty();
        }
        Map<String, String> variables = new LinkedHashMap<>();
        int at = 0;
        for (int i = 0; i < segments.size(); i++) {
            var segment = segments.get(i);
            int count = i == many ? surplus + 1 : 1;
            var value = String.join("/", path.subList(at, at + count));
            at += count;
            if (segment.startsWith("{")) {
                if (value.isEmpty()) {
                    return Optional.empty();
                }
                variables.put(name(segment), value);
            } else if (!segment.equals(value)) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }

    private static String name(String segment) {
        return segment.substring(1, segment.length() - (segment.endsWith(MANY) ? MANY.length() : 1));
    }

    /** The segments of a path, decoded one by one, so that an escaped slash separates nothing. */
    static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        for (var segment : path.substring(path.startsWith("/") ? 1 : 0).split("/", -1)) {
            segments.add(segment);
        }
        return segments;
    }

    @Override
    public String toString() {
        return "/" + String.join("/", segments);
    }
}
