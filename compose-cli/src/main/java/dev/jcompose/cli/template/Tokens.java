package dev.jcompose.cli.template;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of an action, taken one after the other. */
final class Tokens {
    private static final Pattern WORD =
            Pattern.compile("(?<blank>\\s*)(?<word>\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`|:=|[|(),=]|[^\\s|\"`(),=:]+)");
    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`|/\\*(?s:.*?)\\*/");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");

    /** @param attached whether no blank is before it */
    private record Word(String text, boolean attached) {}

    private final String source;
    private final List<Word> words;
    private int at;

    private Tokens(String source, List<Word> words) {
        this.source = source;
        this.words = words;
    }

    static Tokens of(String action) throws TemplateException {
        var words = new ArrayList<Word>();
        var match = WORD.matcher(action);
        int end = 0;
        while (end < action.length()) {
            if (!match.find() || match.start() != end) {
                throw Parser.error("unexpected \"" + action.substring(end).strip() + "\" in {{" + action + "}}");
            }
            words.add(new Word(match.group("word"), match.group("blank").isEmpty()));
            end = match.end();
        }
        if (words.isEmpty()) {
            throw Parser.error("missing value for command in {{" + action + "}}");
        }
        return new Tokens(action, words);
    }

    /** Where the braces that close an action begin; below 0 when they never come. */
    static int endOfAction(String source, int from) {
        int at = from;
        var quoted = QUOTED.matcher(source);
        while (true) {
            int close = source.indexOf("}}", at);
            if (close < 0 || !quoted.find(at) || quoted.start() > close) {
                return close;
            }
            at = quoted.end();
        }
    }

    String source() {
        return source;
    }

    boolean isEmpty() {
        return at == words.size();
    }

    /** The next word, or nothing at the end. */
    String keyword() {
        return isEmpty() ? "" : words.get(at).text();
    }

    String peek() {
        return words.get(at).text();
    }

    String next() throws TemplateException {
        if (isEmpty()) {
            throw Parser.error("missing value in {{" + source + "}}");
        }
        return words.get(at++).text();
    }

    boolean skip(String word) {
        if (isEmpty() || !peek().equals(word)) {
            return false;
        }
        at++;
        return true;
    }

    /** Names that follow a closing parenthesis without a blank. */
    List<String> attachedPath() throws TemplateException {
        if (isEmpty() || !words.get(at).attached() || !peek().startsWith(".")) {
            return List.of();
        }
        return Parser.names(next().substring(1));
    }

    /** The variables that are declared or set here, which are taken; none when this is no declaration. */
    List<String> declared() {
        int end = at;
        var variables = new ArrayList<String>();
        while (end < words.size() && words.get(end).text().startsWith("$")) {
            variables.add(words.get(end++).text());
            if (end < words.size() && words.get(end).text().equals(",")) {
                end++;
            }
        }
        boolean declares = end < words.size()
                && (words.get(end).text().equals(":=") || words.get(end).text().equals("="));
        if (!declares) {
            return List.of();
        }
        at = end;
        return variables;
    }

    static boolean isLiteral(String word) {
        return word.startsWith("\"")
                || word.startsWith("`")
                || word.equals("true")
                || word.equals("false")
                || NUMBER.matcher(word).matches();
    }

    static boolean isIdentifier(String word) {
        return Character.isLetter(word.charAt(0)) && !isLiteral(word);
    }

    static Object literal(String word) {
        if (word.startsWith("`")) {
            return word.substring(1, word.length() - 1);
        }
        if (word.startsWith("\"")) {
            return ESCAPE.matcher(word.substring(1, word.length() - 1))
                    .replaceAll(match -> Matcher.quoteReplacement(
                            switch (match.group(1)) {
                                case "t" -> "\t";
                                case "n" -> "\n";
                                default -> match.group(1);
                            }));
        }
        if (word.equals("true") || word.equals("false")) {
            return word.equals("true");
        }
        return word.contains(".") ? (Object) Double.parseDouble(word) : (Object) Long.parseLong(word);
    }
}
