package dev.jcompose.cli.template;

import dev.jcompose.cli.output.LabelText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What Go's templates make of values. */
final class GoValue {
    private GoValue() {}

    /** Whether it is not what Go calls empty: false, 0, or without length. */
    static boolean isTrue(Object value) {
        return switch (value) {
            case Boolean truth -> truth;
            case Number number -> number.doubleValue() != 0;
            case List<?> list -> !list.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            default -> !value.toString().isEmpty();
        };
    }

    /**
     * Keys and values to range over: the indices of a list from 0.
     *
     * @throws TemplateException when there is nothing to range over
     */
    static Map<Object, Object> items(Object value) throws TemplateException {
        var items = new LinkedHashMap<Object, Object>();
        switch (value) {
            case List<?> list -> list.forEach(item -> items.put((long) items.size(), item));
            case Map<?, ?> map -> items.putAll(map);
            default -> throw new TemplateException("template: range can't iterate over " + GoText.of(value));
        }
        return items;
    }

    /**
     * Below 0, 0 or above 0 as the first is less, equal or greater.
     *
     * @throws TemplateException when they are not of one kind
     */
    static int compared(Object left, Object right) throws TemplateException {
        if (left instanceof Number a && right instanceof Number b) {
            return Double.compare(a.doubleValue(), b.doubleValue());
        }
        if (left instanceof Boolean a && right instanceof Boolean b) {
            return Boolean.compare(a, b);
        }
        if (isText(left) && isText(right)) {
            return left.toString().compareTo(right.toString());
        }
        throw new TemplateException(
                "template: incompatible types for comparison: " + GoText.of(left) + " and " + GoText.of(right));
    }

    private static boolean isText(Object value) {
        return value instanceof String || value instanceof LabelText;
    }
}
