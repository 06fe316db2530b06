package dev.jcompose.model.interpolate;

import dev.jcompose.model.problem.Quota;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of {@code .env} files, of {@code --env-file}, {@code env_file} and {@code label_file}:
 * {@code [export] NAME=value}, with quotes, comments and variables.
 */
public final class DotEnv {

    /** A file that is not of the grammar; the message begins with the line, unless it is about all of the file. */
    public static final class SyntaxException extends Exception {
        private static final long serialVersionUID = 1L;

        private final int line;

        SyntaxException(int line, String message) {
            super("line " + line + ": " + message, null, false, false);
            this.line = line;
        }

        /** About the file as a whole. */
        SyntaxException(String message) {
            super(message, null, false, false);
            this.line = 1;
        }

        /** From 1. */
        public int line() {
            return line;
        }
    }

    private final String text;
    private final Variables outer;
    private final SequencedMap<String, String> values;
    private final Template template;
    private int at;
    private int line = 1;

    private DotEnv(
            String text,
            Variables outer,
            SequencedMap<String, String> values,
            ObjIntConsumer<String> unset,
            Quota characters) {
        this.text = text;
        this.outer = outer;
        this.values = values;
        this.template = new Template(outer.orElse(values::get), name -> unset.accept(name, line), characters);
    }

    /** Parses a file in which variables without a value are blank. */
    public static SequencedMap<String, String> parse(String text, Variables outer) throws SyntaxException {
        return parse(text, outer, (name, line) -> {}, new Quota(Template.MOST_CHARACTERS));
    }

    /**
     * Parses one of several files.
     *
     * @param outer values that win in {@code ${NAME}} and that a bare {@code NAME} takes
     * @param unset hears of each variable without value and default, with the line that mentions it
     * @param characters how long the values of all files may become
     * @return the values in the order of the file; a later line replaces an earlier one
     */
    static SequencedMap<String, String> parse(
            String text, Variables outer, ObjIntConsumer<String> unset, Quota characters) throws SyntaxException {
        take(text, characters);
        var values = new LinkedHashMap<String, String>();
        String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
        new DotEnv(body.replace("\r\n", "\n"), outer, values, unset, characters).statements();
        return values;
    }

    /**
     * Parses a file of {@code format: raw}: {@code NAME=value} as it stands, {@code #} begins a comment line, a bare
     * {@code NAME} takes the outer value.
     */
    public static SequencedMap<String, String> parseRaw(String text, Variables outer) throws SyntaxException {
        return parseRaw(text, outer, new Quota(Template.MOST_CHARACTERS));
    }

    static SequencedMap<String, String> parseRaw(String text, Variables outer, Quota characters)
            throws SyntaxException {
        take(text, characters);
        var values = new LinkedHashMap<String, String>();
        String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
        int number = 0;
        for (String raw : body.split("\n", -1)) {
            number++;
            String entry = (raw.endsWith("\r") ? raw.substring(0, raw.length() - 1) : raw).stripLeading();
            if (entry.isEmpty() || entry.startsWith("#")) {
                continue;
            }
            int equals = entry.indexOf('=');
            String key = equals < 0 ? entry : entry.substring(0, equals);
            if (key.isEmpty()) {
                throw new SyntaxException(number, "no variable name on line '" + entry + "'");
            }
            for (int i = 0; i < key.length(); i++) {
                if (Character.isWhitespace(key.charAt(i))) {
                    throw new SyntaxException(number, "variable '" + key + "' contains whitespaces");
                }
            }
            if (equals >= 0) {
                values.put(key, entry.substring(equals + 1));
            } else {
                String value = outer.get(key);
                if (value != null) {
                    values.put(key, value);
                }
            }
        }
        return values;
    }

    private static void take(String text, Quota characters) throws SyntaxException {
        if (!characters.take(text.length())) {
            throw new SyntaxException(
                    "files of variables have more than " + (Template.MOST_CHARACTERS >> 20) + " Mi characters in all");
        }
    }

    private void statements() throws SyntaxException {
        while (skipToStatement()) {
            statement();
        }
    }

    private boolean skipToStatement() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                skipLine();
            } else if (isBlank(c) || c == '\n') {
                advance(c);
            } else {
                return true;
            }
        }
        return false;
    }

    private void advance(char c) {
        at++;
        if (c == '\n') {
            line++;
        }
    }

    private void skipLine() {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
    }

    private void statement() throws SyntaxException {
        int start = at;
        if (text.startsWith("export", at) && at + 6 < text.length() && isBlank(text.charAt(at + 6))) {
            at += 6;
            while (at < text.length() && isBlank(text.charAt(at))) {
                at++;
            }
            start = at;
        }
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '=' || c == ':' || c == '\n') {
                break;
            }
            if (!isBlank(c) && !isKeyCharacter(c)) {
                throw new SyntaxException(
                        line, "unexpected character \"" + c + "\" in variable name near \"" + restOfLine(start) + "\"");
            }
            at++;
        }
        String key = text.substring(start, at).strip();
        if (key.isEmpty()) {
            throw new SyntaxException(line, "no variable name on line '" + restOfLine(start) + "'");
        }
        if (key.indexOf(' ') >= 0) {
            throw new SyntaxException(line, "key cannot contain a space: \"" + key + "\"");
        }
        if (at >= text.length() || text.charAt(at) == '\n') {
            String inherited = outer.get(key);
            if (inherited != null) {
                values.put(key, inherited);
            }
            return;
        }
        at++;
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
        values.put(key, value());
    }

    private String value() throws SyntaxException {
        char quote = at < text.length() ? text.charAt(at) : '\n';
        return quote == '"' || quote == '\'' ? quoted(quote) : unquoted();
    }

    private String unquoted() throws SyntaxException {
        int start = at;
        skipLine();
        String value = text.substring(start, at);
        for (int i = 1; i < value.length(); i++) {
            if (value.charAt(i) == '#' && value.charAt(i - 1) == ' ') {
                value = value.substring(0, i);
                break;
            }
        }
        return expand(value.strip());
    }

    private String quoted(char quote) throws SyntaxException {
        int start = at + 1;
        int startLine = line;
        boolean escaped = false;
        at = start;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == quote && !escaped) {
                String raw = text.substring(start, at);
                at++;
                afterQuote();
                return quote == '"' ? expand(unescape(raw)) : raw.replace("\\'", "'");
            }
            escaped = c == '\\' && !escaped;
            advance(c);
        }
        throw new SyntaxException(startLine, "unterminated quoted value " + restOfLine(start - 1));
    }

    private String restOfLine(int from) {
        int end = text.indexOf('\n', from);
        return text.substring(from, end < 0 ? text.length() : end);
    }

    private void afterQuote() throws SyntaxException {
        int start = at;
        skipLine();
        String rest = text.substring(start, at).strip();
        if (!rest.isEmpty() && !rest.startsWith("#")) {
            throw new SyntaxException(line, "unexpected character \"" + rest.charAt(0) + "\" after a quoted value");
        }
    }

    /** Escapes of double quotes; a dollar stays escaped for the expansion that follows. */
    private static String unescape(String raw) {
        if (raw.indexOf('\\') < 0) {
            return raw;
        }
        var result = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\' || i + 1 >= raw.length()) {
                result.append(c);
                continue;
            }
            char next = raw.charAt(++i);
            String simple = simpleEscape(next);
            if (simple != null) {
                result.append(simple);
            } else if (next == '0') {
                int end = i + 1;
                while (end < raw.length() && end < i + 4 && raw.charAt(end) >= '0' && raw.charAt(end) <= '7') {
                    end++;
                }
                if (end == i + 1) {
                    result.append("\\0");
                } else {
                    result.append((char) Integer.parseInt(raw.substring(i + 1, end), 8));
                }
                i = end - 1;
            } else {
                result.append('\\').append(next);
            }
        }
        return result.toString();
    }

    private static @Nullable String simpleEscape(char c) {
        return switch (c) {
            case 'a' -> "\u0007";
            case 'b' -> "\b";
            case 'f' -> "\f";
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 't' -> "\t";
            case 'v' -> "\u000b";
            case '\\' -> "\\";
            case '"' -> "\"";
            case '$' -> "$$";
            default -> null;
        };
    }

    private String expand(String value) throws SyntaxException {
        try {
            return template.expand(value);
        } catch (TemplateException e) {
            String message = switch (e.kind()) {
                case REQUIRED, TOO_LONG -> e.getMessage();
                case MALFORMED -> "Invalid template: \"" + value + "\". You may need to escape any $ with another $";
            };
            throw new SyntaxException(line, String.valueOf(message));
        }
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\u000b' || c == '\f' || c == '\u0085' || c == '\u00a0';
    }

    private static boolean isKeyCharacter(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '-' || c == '[' || c == ']';
    }
}
