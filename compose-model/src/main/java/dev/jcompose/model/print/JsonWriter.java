package dev.jcompose.model.print;

import dev.jcompose.model.value.GoFloat;
import dev.jcompose.model.value.Value;
import java.util.Map;

/** Writes data as JSON the way Go's {@code encoding/json} does: the same escapes, the same numbers. */
public final class JsonWriter {

    /** How it looks. */
    public enum Layout {
        /** One line without blanks. */
        COMPACT,
        /** Indented by two spaces. */
        INDENTED
    }

    private final Layout layout;
    private final StringBuilder out = new StringBuilder();

    private JsonWriter(Layout layout) {
        this.layout = layout;
    }

    public static String write(Value value, Layout layout) {
        var writer = new JsonWriter(layout);
        writer.value(value, 0);
        return writer.out.toString();
    }

    private void value(Value value, int depth) {
        switch (value) {
            case Value.Text(String text) -> text(text);
            case Value.Timestamp(String text) -> text(text);
            case Value.Whole(String digits) -> out.append(digits);
            case Value.Real(double number) -> out.append(GoFloat.json(number));
            case Value.Real32(float number) -> out.append(GoFloat.json(number));
            case Value.Bool(boolean truth) -> out.append(truth);
            case Value.Null n -> out.append("null");
            case Value.Items items -> {
                out.append('[');
                boolean first = true;
                for (Value item : items.values()) {
                    separate(first, depth + 1);
                    value(item, depth + 1);
                    first = false;
                }
                close(']', first, depth);
            }
            case Value.Entries entries -> {
                out.append('{');
                boolean first = true;
                for (Map.Entry<String, Value> e : entries.values().entrySet()) {
                    separate(first, depth + 1);
                    text(e.getKey());
                    out.append(layout == Layout.INDENTED ? ": " : ":");
                    value(e.getValue(), depth + 1);
                    first = false;
                }
                close('}', first, depth);
            }
        }
    }

    private void separate(boolean first, int depth) {
        if (!first) {
            out.append(',');
        }
        newLine(depth);
    }

    private void close(char bracket, boolean empty, int depth) {
        if (!empty) {
            newLine(depth);
        }
        out.append(bracket);
    }

    private void newLine(int depth) {
        if (layout == Layout.INDENTED) {
            out.append('\n').repeat("  ", depth);
        }
    }

    private void text(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '<', '>', '&', '\u2028', '\u2029' -> unicode(c);
                default -> {
                    if (c < 0x20) {
                        unicode(c);
                    } else if (Character.isSurrogate(c) && !isPaired(text, i)) {
                        out.append("\\ufffd");
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static boolean isPaired(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }

    private void unicode(char c) {
        out.append("\\u");
        String digits = Integer.toHexString(c);
        out.repeat('0', 4 - digits.length()).append(digits);
    }
}
