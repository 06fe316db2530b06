package dev.jcompose.model.bind;

import dev.jcompose.model.value.Value;
import dev.jcompose.model.yaml.ListNode;
import dev.jcompose.model.yaml.MapNode;
import dev.jcompose.model.yaml.Node;
import dev.jcompose.model.yaml.ScalarNode;
import java.util.LinkedHashMap;

/** Nodes as plain data without positions. */
public final class NodeValues {

    private NodeValues() {}

    public static Value toValue(Node node) {
        return switch (node) {
            case ScalarNode scalar -> scalar(scalar);
            case ListNode list ->
                new Value.Items(list.items().stream().map(NodeValues::toValue).toList());
            case MapNode map -> {
                var values = new LinkedHashMap<String, Value>();
                map.entries().forEach((key, entry) -> {
                    if (!key.equals(HiddenContent.KEY)) {
                        values.put(key, toValue(entry.value()));
                    }
                });
                yield new Value.Entries(values);
            }
        };
    }

    private static Value scalar(ScalarNode scalar) {
        return switch (scalar.kind()) {
            case STRING -> new Value.Text(scalar.text());
            case TIMESTAMP -> new Value.Timestamp(rfc3339(scalar.text()));
            case INTEGER -> new Value.Whole(scalar.text());
            case FLOAT ->
                switch (scalar.text()) {
                    case "+Inf" -> new Value.Real(Double.POSITIVE_INFINITY);
                    case "-Inf" -> new Value.Real(Double.NEGATIVE_INFINITY);
                    default -> new Value.Real(Double.parseDouble(scalar.text()));
                };
            case BOOLEAN -> new Value.Bool(scalar.text().equals("true"));
            case NULL -> new Value.Null();
        };
    }

    /** @param shown as {@link ScalarNode#text} has it: {@code 2001-12-14 21:59:43.1 +0100 +0100} */
    private static String rfc3339(String shown) {
        String[] parts = shown.split(" ", -1);
        String zone = parts[2].equals("+0000") ? "Z" : parts[2].substring(0, 3) + ":" + parts[2].substring(3);
        return parts[0] + "T" + parts[1] + zone;
    }
}
