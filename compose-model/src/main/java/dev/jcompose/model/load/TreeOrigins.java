package dev.jcompose.model.load;

import dev.jcompose.model.Origins;
import dev.jcompose.model.problem.Span;
import dev.jcompose.model.yaml.ListNode;
import dev.jcompose.model.yaml.MapNode;
import dev.jcompose.model.yaml.Node;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks config paths up in the merged tree. */
final class TreeOrigins implements Origins {

    private final MapNode root;

    TreeOrigins(MapNode root) {
        this.root = root;
    }

    @Override
    public Optional<Span> of(String path) {
        return Optional.ofNullable(find(root, path, null));
    }

    private static @Nullable Span find(Node node, String path, @Nullable Span nearest) {
        if (path.isEmpty()) {
            return nearest;
        }
        if (path.startsWith("[")) {
            int close = path.indexOf(']');
            if (!(node instanceof ListNode list) || close < 2) {
                return nearest;
            }
            int index = Integer.parseInt(path, 1, close, 10);
            if (index >= list.items().size()) {
                return nearest;
            }
            Node item = list.items().get(index);
            return find(item, rest(path, close + 1), item.span());
        }
        if (!(node instanceof MapNode map)) {
            return nearest;
        }
        // A key may have dots and brackets itself, so every place where it could end is tried.
        for (int end = 1; end <= path.length(); end++) {
            boolean boundary = end == path.length() || path.charAt(end) == '.' || path.charAt(end) == '[';
            if (boundary) {
                String key = path.substring(0, end);
                Node value = map.get(key);
                if (value != null) {
                    return find(value, rest(path, end), map.keySpan(key));
                }
            }
        }
        return nearest;
    }

    private static String rest(String path, int from) {
        return from < path.length() && path.charAt(from) == '.' ? path.substring(from + 1) : path.substring(from);
    }
}
