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
            case STRING, TIMESTAMP -> new Value.Text(scalar.text());
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
}
