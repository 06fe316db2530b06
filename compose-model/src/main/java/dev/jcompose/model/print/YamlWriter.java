package dev.jcompose.model.print;

import dev.jcompose.model.value.GoFloat;
import dev.jcompose.model.value.Value;
import java.util.Map;

/** Writes data as block YAML, indented by two spaces, quoted where go-yaml quotes. */
public final class YamlWriter {

    /** A longer key cannot stand before a colon. */
    private static final int LONGEST_KEY = 128;

    private final StringBuilder out = new StringBuilder();

    private YamlWriter() {}

    public static String write(Value value) {
        var writer = new YamlWriter();
        writer.block(value, 0);
        return writer.out.toString();
    }

    /** A value at the beginning of a line. */
    private void block(Value value, int indent) {
        switch (value) {
            case Value.Entries entries when !entries.values().isEmpty() -> entries(entries, indent);
            case Value.Items items when !items.values().isEmpty() -> items(items, indent);
            default -> {
                scalar(value, indent);
                out.append('\n');
            }
        }
    }

    private void entries(Value.Entries entries, int indent) {
        boolean first = true;
        for (Map.Entry<String, Value> e : entries.values().entrySet()) {
            if (!first) {
                out.repeat(' ', indent);
            }
            first = false;
            key(e.getKey(), indent);
            afterKey(e.getValue(), indent);
        }
    }

    private void key(String key, int indent) {
        boolean simple = key.length() <= LONGEST_KEY;
        if (!simple) {
            out.append("? ");
        }
        YamlScalar.writeKey(key, out);
        if (!simple) {
            out.append('\n').repeat(' ', indent);
        }
        out.append(':');
    }

    private void afterKey(Value value, int indent) {
        switch (value) {
            case Value.Entries entries
            when !entries.values().isEmpty() -> {
                out.append('\n').repeat(' ', indent + 2);
                entries(entries, indent + 2);
            }
            case Value.Items items
            when !items.values().isEmpty() -> {
                out.append('\n').repeat(' ', indent + 2);
                items(items, indent + 2);
            }
            default -> {
                out.append(' ');
                scalar(value, indent + 2);
                out.append('\n');
            }
        }
    }

    private void items(Value.Items items, int indent) {
        boolean first = true;
        for (Value item : items.values()) {
            if (!first) {
                out.repeat(' ', indent);
            }
            first = false;
            out.append("- ");
            block(item, indent + 2);
        }
    }

    private void scalar(Value value, int indent) {
        switch (value) {
            case Value.Text(String text) -> YamlScalar.write(text, indent, out);
            case Value.Timestamp(String text) -> out.append(text);
            case Value.Whole(String digits) -> out.append(digits);
            case Value.Real(double number) -> out.append(real(number, GoFloat.shortest(number)));
            case Value.Real32(float number) -> out.append(real(number, GoFloat.shortest(number)));
            case Value.Bool(boolean truth) -> out.append(truth);
            case Value.Null n -> out.append("null");
            case Value.Items items -> out.append("[]");
            case Value.Entries entries -> out.append("{}");
        }
    }

    private static String real(double number, String text) {
        if (Double.isNaN(number)) {
            return ".nan";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? ".inf" : "-.inf";
        }
        return text;
    }
}
