package dev.jcompose.cli.template;

import dev.jcompose.cli.output.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The functions of Go's templates and of Docker's command line; {@code and} and {@code or} are the evaluation's. */
final class Functions {
    private Functions() {}

    static Object call(String name, List<Object> arguments) throws TemplateException {
        var given = new Arguments(name, arguments);
        return switch (name) {
            case "json" -> Json.write(given.value(0));
            case "upper" -> given.text(0).toUpperCase(Locale.ROOT);
            case "lower" -> given.text(0).toLowerCase(Locale.ROOT);
            case "title" -> title(given.text(0));
            case "join" -> join(given.value(0), given.text(1));
            case "split" -> List.of(given.text(0).split(Pattern.quote(given.text(1)), -1));
            case "truncate" -> truncate(given.text(0), given.number(1));
            case "pad" ->
                given.text(0).isEmpty()
                        ? ""
                        : " ".repeat(given.number(1)) + given.text(0) + " ".repeat(given.number(2));
            case "print" -> arguments.stream().map(GoText::of).collect(Collectors.joining(" "));
            case "println" -> arguments.stream().map(GoText::of).collect(Collectors.joining(" ")) + "\n";
            case "printf" -> GoText.formatted(given.text(0), arguments.subList(1, arguments.size()));
            case "len" -> length(given.value(0));
            case "index" -> index(given);
            case "not" -> !GoValue.isTrue(given.value(0));
            case "eq" -> isAny(given);
            case "ne" -> GoValue.compared(given.value(0), given.value(1)) != 0;
            case "lt" -> GoValue.compared(given.value(0), given.value(1)) < 0;
            case "le" -> GoValue.compared(given.value(0), given.value(1)) <= 0;
            case "gt" -> GoValue.compared(given.value(0), given.value(1)) > 0;
            case "ge" -> GoValue.compared(given.value(0), given.value(1)) >= 0;
            default -> throw Parser.error("function \"" + name + "\" not defined");
        };
    }

    private record Arguments(String function, List<Object> all) {
        Object value(int index) throws TemplateException {
            if (index >= all.size()) {
                throw new TemplateException("template: wrong number of args for " + function + ": got " + all.size());
            }
            return all.get(index);
        }

        String text(int index) throws TemplateException {
            return GoText.of(value(index));
        }

        int number(int index) throws TemplateException {
            if (value(index) instanceof Number number) {
                return Math.clamp(number.longValue(), 0, Short.MAX_VALUE);
            }
            throw new TemplateException("template: " + function + " wants a number, not " + text(index));
        }
    }

    private static String title(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static long length(Object value) {
        return switch (value) {
            case List<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            default -> GoText.of(value).length();
        };
    }

    private static String join(Object list, String separator) {
        return list instanceof List<?> items
                ? items.stream().map(GoText::of).collect(Collectors.joining(separator))
                : GoText.of(list);
    }

    private static String truncate(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }

    private static Object index(Arguments given) throws TemplateException {
        Object value = given.value(0);
        for (int i = 1; i < given.all().size(); i++) {
            var items = GoValue.items(value);
            Object key = given.value(i) instanceof Integer number ? number.longValue() : given.value(i);
            Object item = items.get(key);
            if (item == null) {
                throw new TemplateException("template: error calling index: no item " + GoText.of(key));
            }
            value = item;
        }
        return value;
    }

    /** Whether the first is equal to any of the others. */
    private static boolean isAny(Arguments given) throws TemplateException {
        boolean equal = GoValue.compared(given.value(0), given.value(1)) == 0;
        for (int i = 2; i < given.all().size() && !equal; i++) {
            equal = GoValue.compared(given.value(0), given.value(i)) == 0;
        }
        return equal;
    }
}
