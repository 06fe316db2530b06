package dev.jcompose.model.interpolate;

import java.util.ArrayList;
import java.util.List;

/**
 * A variable as a text mentions it.
 *
 * @param name of the variable
 * @param required whether the text asks for a value
 * @param defaultValue what stands in for a missing value; empty when nothing does
 * @param presentValue what stands in for any value; empty when nothing does
 */
public record Expression(String name, boolean required, String defaultValue, String presentValue) {

    /** The variables in a text, with those in defaults; what is malformed is left out. */
    public static List<Expression> in(String text) {
        var found = new ArrayList<Expression>();
        collect(text, 0, found);
        return found;
    }

    private static void collect(String text, int depth, List<Expression> found) {
        if (depth > 100) {
            return;
        }
        int dollar = text.indexOf('$');
        while (dollar >= 0) {
            int at = dollar + 1;
            char next = at < text.length() ? text.charAt(at) : ' ';
            if (next == '$') {
                at++;
            } else if (next == '{') {
                int close = TemplateScanner.closingBrace(text, at);
                if (close > 0) {
                    braced(text, at + 1, close, depth, found);
                    at = close + 1;
                }
            } else {
                int end = TemplateScanner.nameEnd(text, at);
                if (end > at) {
                    found.add(new Expression(text.substring(at, end), false, "", ""));
                    at = end;
                }
            }
            dollar = text.indexOf('$', at);
        }
    }

    private static void braced(String text, int start, int close, int depth, List<Expression> found) {
        int end = TemplateScanner.nameEnd(text, start);
        if (end == start || end > close) {
            return;
        }
        String name = text.substring(start, end);
        int operator = end < close && text.charAt(end) == ':' ? end + 1 : end;
        if (operator >= close) {
            found.add(new Expression(name, false, "", ""));
            return;
        }
        String word = text.substring(operator + 1, close);
        switch (text.charAt(operator)) {
            case '-' -> found.add(new Expression(name, false, word, ""));
            case '+' -> found.add(new Expression(name, false, "", word));
            case '?' -> found.add(new Expression(name, true, "", ""));
            default -> {
                return;
            }
        }
        collect(word, depth + 1, found);
    }
}
