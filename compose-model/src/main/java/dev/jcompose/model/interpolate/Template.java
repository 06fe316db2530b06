package dev.jcompose.model.interpolate;

import dev.jcompose.model.problem.Quota;
import java.util.function.Consumer;

/**
 * Texts with variables: {@code $NAME}, {@code ${NAME}}, {@code ${NAME:-default}} and its like, {@code $$} for a dollar.
 *
 * <p>What stands behind an operator is expanded only when it is used, so that an unused branch neither warns nor fails.
 */
public final class Template {

    /** Characters that variables may make of the texts of one project. */
    public static final long MOST_CHARACTERS = 64L << 20;

    private static final int MAX_DEPTH = 100;

    private final Variables variables;
    private final Consumer<String> unset;
    private final Quota characters;

    /**
     * @param variables where values come from
     * @param unset told the name of a variable that has no value and no default
     */
    public Template(Variables variables, Consumer<String> unset) {
        this(variables, unset, new Quota(MOST_CHARACTERS));
    }

    /**
     * The same with other templates that share a quota.
     *
     * @param characters how long all texts together may become
     */
    Template(Variables variables, Consumer<String> unset, Quota characters) {
        this.variables = variables;
        this.unset = unset;
        this.characters = characters;
    }

    /** The text with all variables replaced by their values; values are not expanded again. */
    public String expand(String text) throws TemplateException {
        return expand(text, 0);
    }

    private String expand(String text, int depth) throws TemplateException {
        int dollar = text.indexOf('$');
        if (dollar < 0) {
            return text;
        }
        if (depth > MAX_DEPTH) {
            throw malformed(text);
        }
        take(text);
        var result = new StringBuilder(text.length() + 16);
        int at = 0;
        while (dollar >= 0) {
            result.append(text, at, dollar);
            char next = dollar + 1 < text.length() ? text.charAt(dollar + 1) : ' ';
            if (next == '$') {
                result.append('$');
                at = dollar + 2;
            } else if (next == '{') {
                int close = TemplateScanner.closingBrace(text, dollar + 1);
                if (close < 0) {
                    throw malformed(text);
                }
                braced(text, dollar + 2, close, depth, result);
                at = close + 1;
            } else {
                int end = TemplateScanner.nameEnd(text, dollar + 1);
                if (end > dollar + 1) {
                    result.append(valueOrBlank(text.substring(dollar + 1, end)));
                    at = end;
                } else {
                    result.append('$');
                    at = dollar + 1;
                }
            }
            dollar = text.indexOf('$', at);
        }
        return result.append(text, at, text.length()).toString();
    }

    private void braced(String text, int start, int close, int depth, StringBuilder result) throws TemplateException {
        int end = TemplateScanner.nameEnd(text, start);
        if (end == start || end > close) {
            throw malformed(text);
        }
        String name = text.substring(start, end);
        if (end == close) {
            result.append(valueOrBlank(name));
            return;
        }
        boolean colon = text.charAt(end) == ':';
        int operator = colon ? end + 1 : end;
        if (operator >= close) {
            throw malformed(text);
        }
        String value = variables.get(name);
        boolean present = value != null && !(colon && value.isEmpty());
        String word = text.substring(operator + 1, close);
        switch (text.charAt(operator)) {
            case '-' -> result.append(present ? valueOrBlank(name) : expand(word, depth + 1));
            case '+' -> result.append(present ? expand(word, depth + 1) : "");
            case '?' -> {
                if (!present) {
                    String why = word.isEmpty() ? "" : ": " + expand(word, depth + 1);
                    throw new TemplateException(
                            TemplateException.Kind.REQUIRED, "required variable " + name + " is missing a value" + why);
                }
                result.append(valueOrBlank(name));
            }
            default -> throw malformed(text);
        }
    }

    private String valueOrBlank(String name) throws TemplateException {
        String value = variables.get(name);
        if (value == null) {
            unset.accept(name);
            return "";
        }
        take(value);
        return value;
    }

    private void take(String text) throws TemplateException {
        if (!characters.take(text.length())) {
            throw new TemplateException(
                    TemplateException.Kind.TOO_LONG,
                    "variables make the files longer than " + (MOST_CHARACTERS >> 20) + " Mi characters in all");
        }
    }

    private static TemplateException malformed(String text) {
        return new TemplateException(TemplateException.Kind.MALFORMED, text);
    }
}
