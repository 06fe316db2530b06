package dev.jcompose.model.yaml;

import dev.jcompose.model.problem.Span;

/**
 * A single value.
 *
 * @param kind its type
 * @param text a string itself; a number in the decimal form in which Docker Compose shows it; {@code true}, {@code false}; empty for null
 */
public record ScalarNode(Span span, MergeTag tag, Kind kind, String text) implements Node {

    /** Types of scalars after resolution. */
    public enum Kind {
        STRING("a string"),
        INTEGER("a number"),
        FLOAT("a number"),
        BOOLEAN("a boolean"),
        /** An unquoted date or time. */
        TIMESTAMP("a timestamp"),
        NULL("null");

        private final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    public static ScalarNode string(Span span, String text) {
        return new ScalarNode(span, MergeTag.NONE, Kind.STRING, text);
    }

    public static ScalarNode bool(Span span, Truth truth) {
        return new ScalarNode(span, MergeTag.NONE, Kind.BOOLEAN, truth == Truth.TRUE ? "true" : "false");
    }

    public static ScalarNode integer(Span span, long number) {
        return new ScalarNode(span, MergeTag.NONE, Kind.INTEGER, Long.toString(number));
    }

    public static ScalarNode none(Span span) {
        return new ScalarNode(span, MergeTag.NONE, Kind.NULL, "");
    }

    /** A truth value with a name. */
    public enum Truth {
        TRUE,
        FALSE
    }

    public boolean isNull() {
        return kind == Kind.NULL;
    }

    public boolean isString() {
        return kind == Kind.STRING;
    }

    /** The same at the same place with another string as value. */
    public ScalarNode withText(String value) {
        return new ScalarNode(span, tag, Kind.STRING, value);
    }

    @Override
    public ScalarNode withTag(MergeTag other) {
        return other == tag ? this : new ScalarNode(span, other, kind, text);
    }

    @Override
    public int weight() {
        return 1;
    }

    @Override
    public boolean sameAs(Node other) {
        return other instanceof ScalarNode scalar && scalar.kind == kind && scalar.text.equals(text);
    }

    @Override
    public String kindName() {
        return kind.text;
    }
}
