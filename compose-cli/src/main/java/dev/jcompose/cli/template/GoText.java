package dev.jcompose.cli.template;

import java.util.IllegalFormatException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Values as Go's fmt prints them. */
final class GoText {
    private static final Pattern VERB = Pattern.compile("%(?<flags>[-+ 0#]*[0-9]*(?:\\.[0-9]+)?)(?<verb>[a-zA-Z%])");

    private GoText() {}

    /** As {@code %v}: a list in square brackets; a map stands for a struct, whose values are shown in braces. */
    static String of(Object value) {
        return switch (value) {
            case List<?> list -> list.stream().map(GoText::of).collect(Collectors.joining(" ", "[", "]"));
            case Map<?, ?> struct ->
                struct.values().stream().map(GoText::of).collect(Collectors.joining(" ", "{", "}"));
            default -> String.valueOf(value);
        };
    }

    /** As {@code %q}. */
    static String quoted(String text) {
        return '"'
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\t", "\\t")
                + '"';
    }

    /**
     * As Sprintf, with the verbs v, s, q, d, t, x and f.
     *
     * @throws TemplateException when there are too few arguments, or of another kind than the verb's
     */
    static String formatted(String format, List<Object> arguments) throws TemplateException {
        var text = new StringBuilder();
        var verbs = VERB.matcher(format);
        int next = 0;
        int at = 0;
        while (verbs.find()) {
            text.append(format, at, verbs.start());
            at = verbs.end();
            String verb = verbs.group("verb");
            if (verb.equals("%")) {
                text.append('%');
            } else if (next == arguments.size()) {
                throw new TemplateException("template: printf has too few arguments for \"" + format + "\"");
            } else {
                text.append(formatted(verbs.group("flags"), verb, arguments.get(next++)));
            }
        }
        return text.append(format, at, format.length()).toString();
    }

    private static String formatted(String flags, String verb, Object value) throws TemplateException {
        try {
            return switch (verb) {
                case "v", "s", "t" -> String.format("%" + flags + "s", of(value));
                case "q" -> String.format("%" + flags + "s", quoted(of(value)));
                case "d", "x", "f" -> String.format("%" + flags + verb, value);
                default -> throw new TemplateException("template: printf does not know %" + verb);
            };
        } catch (IllegalFormatException e) {
            throw new TemplateException("template: printf cannot show " + of(value) + " as %" + flags + verb);
        }
    }
}
