package dev.jcompose.cli.output;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The functions of Docker's command line templates. */
final class TemplateFunctions {
    private TemplateFunctions() {}

    static Object call(String name, List<Object> arguments) throws TemplateException {
        return switch (name) {
            case "json" -> Json.write(argument(name, arguments, 0));
            case "upper" -> show(argument(name, arguments, 0)).toUpperCase(Locale.ROOT);
            case "lower" -> show(argument(name, arguments, 0)).toLowerCase(Locale.ROOT);
            case "title" -> title(show(argument(name, arguments, 0)));
            case "print", "printf", "println" ->
                arguments.stream().map(TemplateFunctions::show).collect(Collectors.joining(" "))
                        + (name.equals("println") ? "\n" : "");
            case "len" -> length(argument(name, arguments, 0));
            case "join" -> join(argument(name, arguments, 0), show(argument(name, arguments, 1)));
            case "split" ->
                List.of(show(argument(name, arguments, 0))
                        .split(java.util.regex.Pattern.quote(show(argument(name, arguments, 1))), -1));
            case "truncate" -> truncate(show(argument(name, arguments, 0)), argument(name, arguments, 1));
            default -> throw new TemplateException("template parsing error: function \"" + name + "\" not defined");
        };
    }

    private static Object argument(String name, List<Object> arguments, int index) throws TemplateException {
        if (index >= arguments.size()) {
            throw new TemplateException("template: wrong number of args for " + name + ": got " + arguments.size());
        }
        return arguments.get(index);
    }

    private static String title(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static Object length(Object value) {
        return switch (value) {
            case List<?> list -> (long) list.size();
            case Map<?, ?> map -> (long) map.size();
            default -> (long) show(value).length();
        };
    }

    private static String join(Object list, String separator) {
        return list instanceof List<?> items
                ? items.stream().map(TemplateFunctions::show).collect(Collectors.joining(separator))
                : show(list);
    }

    private static String truncate(String text, Object length) throws TemplateException {
        if (!(length instanceof Long most)) {
            throw new TemplateException("template: truncate wants a number, not " + length);
        }
        return text.length() <= most ? text : text.substring(0, most.intValue());
    }

    /** As Go prints it: lists and maps in brackets. */
    static String show(Object value) {
        return switch (value) {
            case List<?> list -> list.stream().map(TemplateFunctions::show).collect(Collectors.joining(" ", "[", "]"));
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> entry.getKey() + ":" + show(entry.getValue()))
                        .collect(Collectors.joining(" ", "map[", "]"));
            default -> String.valueOf(value);
        };
    }
}
