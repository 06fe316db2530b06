package dev.jcompose.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The part of Go's text/template that {@code --format} is used with: fields, pipelines and the functions of Docker's
 * command line. Control structures are refused.
 *
 * @see <a href="https://docs.docker.com/engine/cli/formatting/">Format command and log output</a>
 */
public final class Template {
    private static final Pattern WORD = Pattern.compile("\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`|\\||[^\\s|\"`]+)");

    private sealed interface Part {
        record Text(String text) implements Part {}

        /** Commands of a pipeline: each gets the value of the one before as its last argument. */
        record Pipeline(List<List<String>> commands) implements Part {}
    }

    private final List<Part> parts;

    private Template(List<Part> parts) {
        this.parts = parts;
    }

    /**
     * @throws TemplateException when it is no template or needs more of Go's language than there is
     */
    public static Template parse(String source) throws TemplateException {
        var parts = new ArrayList<Part>();
        int at = 0;
        while (true) {
            int open = source.indexOf("{{", at);
            if (open < 0) {
                parts.add(new Part.Text(unescape(source.substring(at))));
                return new Template(List.copyOf(parts));
            }
            int close = source.indexOf("}}", open);
            if (close < 0) {
                throw new TemplateException("template parsing error: unclosed action in " + source);
            }
            parts.add(new Part.Text(unescape(source.substring(at, open))));
            parts.add(new Part.Pipeline(pipeline(source.substring(open + 2, close))));
            at = close + 2;
        }
    }

    private static String unescape(String text) {
        return text.replace("\\t", "\t").replace("\\n", "\n");
    }

    private static List<List<String>> pipeline(String action) throws TemplateException {
        var commands = new ArrayList<List<String>>();
        var command = new ArrayList<String>();
        var words = WORD.matcher(action);
        while (words.lookingAt()) {
            String word = words.group(1);
            words.region(words.end(), action.length());
            if (word.equals("|")) {
                commands.add(List.copyOf(command));
                command.clear();
            } else {
                command.add(word);
            }
        }
        commands.add(List.copyOf(command));
        for (List<String> words2 : commands) {
            if (words2.isEmpty()) {
                throw new TemplateException("template parsing error: missing value for command in {{" + action + "}}");
            }
            if (List.of("if", "else", "end", "range", "with", "define", "template", "block")
                    .contains(words2.getFirst())) {
                throw new TemplateException("template parsing error: {{" + words2.getFirst()
                        + "}} is not supported here; use --format json");
            }
        }
        return List.copyOf(commands);
    }

    /**
     * The template with titles for its fields, for a table's heading.
     *
     * @param titles of fields whose title is not their name in capitals
     */
    public String heading(Map<String, String> titles) {
        var text = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Part.Text plain -> text.append(plain.text());
                case Part.Pipeline pipeline -> text.append(title(pipeline, titles));
            }
        }
        return text.toString();
    }

    private static String title(Part.Pipeline pipeline, Map<String, String> titles) {
        for (List<String> command : pipeline.commands()) {
            for (String word : command) {
                if (word.startsWith(".") && word.length() > 1) {
                    String name = word.substring(1);
                    return titles.getOrDefault(name, name.toUpperCase(Locale.ROOT));
                }
            }
        }
        return "";
    }

    /**
     * Fills it in.
     *
     * @param fields what {@code .Name} and so on stand for: texts, numbers, lists and maps
     * @throws TemplateException when it names a field or function there is not
     */
    public String apply(Map<String, ?> fields) throws TemplateException {
        var text = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Part.Text plain -> text.append(plain.text());
                case Part.Pipeline pipeline -> text.append(TemplateFunctions.show(evaluate(pipeline, fields)));
            }
        }
        return text.toString();
    }

    private static Object evaluate(Part.Pipeline pipeline, Map<String, ?> fields) throws TemplateException {
        Object value = "";
        boolean first = true;
        for (List<String> command : pipeline.commands()) {
            var arguments = new ArrayList<Object>();
            for (String word : command.subList(1, command.size())) {
                arguments.add(operand(word, fields));
            }
            if (!first) {
                arguments.add(value);
            }
            String head = command.getFirst();
            boolean call = Character.isLetter(head.charAt(0)) && !head.equals("true") && !head.equals("false");
            if (call) {
                value = TemplateFunctions.call(head, arguments);
            } else if (head.startsWith(".") && !arguments.isEmpty() && first && head.endsWith("Label")) {
                value = label(fields, arguments.getFirst());
            } else {
                value = operand(head, fields);
            }
            first = false;
        }
        return value;
    }

    /** Docker's {@code {{.Label "name"}}}. */
    private static Object label(Map<String, ?> fields, Object name) {
        return fields.get("labels") instanceof Map<?, ?> labels && labels.get(name) instanceof String value
                ? value
                : "";
    }

    private static Object operand(String word, Map<String, ?> fields) throws TemplateException {
        if (word.startsWith("\"") || word.startsWith("`")) {
            return unescape(word.substring(1, word.length() - 1)).replace("\\\"", "\"");
        }
        if (word.matches("-?[0-9]+")) {
            return Long.parseLong(word);
        }
        if (!word.startsWith(".")) {
            throw new TemplateException("template parsing error: function \"" + word + "\" not defined");
        }
        Object value = fields;
        for (String name : word.substring(1).split("\\.")) {
            if (name.isEmpty()) {
                continue;
            }
            Object inner = value instanceof Map<?, ?> map ? map.get(name) : null;
            if (inner == null) {
                throw new TemplateException("template: can't evaluate field " + name + " of " + word);
            }
            value = inner;
        }
        return value;
    }
}
