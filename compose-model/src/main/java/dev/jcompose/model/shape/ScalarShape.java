package dev.jcompose.model.shape;

import dev.jcompose.model.yaml.ScalarNode;
import dev.jcompose.model.yaml.ScalarNode.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A single value.
 *
 * @param types which types it may have
 * @param words the only strings allowed; empty when any is
 * @param grammar what a string must satisfy
 * @param least lower bound of a number
 * @param greatest upper bound of a number
 * @param cast what a string is turned into
 */
public record ScalarShape(
        Set<Type> types, List<String> words, @Nullable Grammar grammar, double least, double greatest, Cast cast) {

    /** Types as the JSON schema of compose files knows them. */
    public enum Type {
        STRING("a string"),
        INTEGER("an integer"),
        NUMBER("a number"),
        BOOLEAN("a boolean"),
        NULL("null");

        private final String text;

        Type(String text) {
            this.text = text;
        }
    }

    /**
     * A rule for strings.
     *
     * @param description what is expected, as {@code must be ...} goes on
     */
    public record Grammar(String description, Predicate<String> accepts) {}

    static final ScalarShape NOTHING = of();
    static final ScalarShape STRING = of(Type.STRING);

    static ScalarShape of(Type... types) {
        EnumSet<Type> set = EnumSet.noneOf(Type.class);
        set.addAll(List.of(types));
        return new ScalarShape(set, List.of(), null, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, Cast.NONE);
    }

    static ScalarShape oneOf(String... words) {
        return new ScalarShape(
                EnumSet.of(Type.STRING),
                List.of(words),
                null,
                Double.NEGATIVE_INFINITY,
                Double.POSITIVE_INFINITY,
                Cast.NONE);
    }

    ScalarShape orNull() {
        EnumSet<Type> set = EnumSet.of(Type.NULL);
        set.addAll(types);
        return new ScalarShape(set, words, grammar, least, greatest, cast);
    }

    ScalarShape within(double min, double max) {
        return new ScalarShape(types, words, grammar, min, max, cast);
    }

    ScalarShape matching(String description, Predicate<String> accepts) {
        return new ScalarShape(types, words, new Grammar(description, accepts), least, greatest, cast);
    }

    ScalarShape castTo(Cast to) {
        return new ScalarShape(types, words, grammar, least, greatest, to);
    }

    boolean admits(ScalarNode node) {
        return switch (node.kind()) {
            case STRING, TIMESTAMP -> types.contains(Type.STRING);
            case INTEGER -> types.contains(Type.INTEGER) || types.contains(Type.NUMBER);
            case FLOAT -> types.contains(Type.NUMBER) || (types.contains(Type.INTEGER) && isWhole(node));
            case BOOLEAN -> types.contains(Type.BOOLEAN);
            case NULL -> types.contains(Type.NULL);
        };
    }

    private static boolean isWhole(ScalarNode node) {
        double value = number(node);
        return value == Math.rint(value) && !Double.isInfinite(value);
    }

    /** The value of a number. */
    public static double number(ScalarNode node) {
        return switch (node.text()) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(node.text());
        };
    }

    /** What is wrong with a value of the right type, as a message goes on after its path; null when nothing is. */
    public @Nullable String objection(ScalarNode node) {
        if (node.kind() == Kind.STRING) {
            if (!words.isEmpty() && !words.contains(node.text())) {
                return "must be one of \"" + String.join("\", \"", words) + "\"";
            }
            return grammar == null || grammar.accepts().test(node.text()) ? null : grammar.description();
        }
        if (node.kind() == Kind.INTEGER || node.kind() == Kind.FLOAT) {
            double value = number(node);
            if (Double.isNaN(value) || Double.isInfinite(value)) {
                return "must be a finite number";
            }
            if (value < least) {
                return "must be greater than or equal to " + (long) least;
            }
            if (value > greatest) {
                return "must be less than or equal to " + (long) greatest;
            }
        }
        return null;
    }

    List<String> expected() {
        var result = new ArrayList<String>();
        for (Type type : Type.values()) {
            if (types.contains(type)) {
                result.add(type.text);
            }
        }
        return result;
    }
}
