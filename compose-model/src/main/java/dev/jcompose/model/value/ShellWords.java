package dev.jcompose.model.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Splits a command line into words as a shell does, without expanding anything. */
public final class ShellWords {

    private final String line;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private boolean escaped;
    private boolean singleQuoted;
    private boolean doubleQuoted;
    private boolean backQuoted;
    private boolean substituted;
    private boolean invalid;

    private ShellWords(String line) {
        this.line = line;
    }

    /**
     * The words of a line: quotes group, a backslash takes the next character as it is, {@code $(a b)} and what stands
     * between back quotes is one word and stays as it is. An unquoted {@code ;}, {@code &}, {@code |}, {@code <} or
     * {@code >} ends the line, and what follows is dropped, as Docker Compose does.
     *
     * @return empty when something is not closed, or a parenthesis stands outside of quotes
     */
    public static Optional<List<String>> split(String line) {
        var words = new ShellWords(line);
        words.read();
        return words.invalid ? Optional.empty() : Optional.of(List.copyOf(words.words));
    }

    private void read() {
        for (int i = 0; i < line.length() && !invalid; i++) {
            char c = line.charAt(i);
            if (escaped) {
                add(c);
                escaped = false;
            } else if (c == '\\') {
                if (singleQuoted) {
                    add(c);
                } else {
                    escaped = true;
                }
            } else if (isOperator(c) && !isQuoted()) {
                // The number of a redirected stream belongs to the redirection.
                if (c == '>' && !word.isEmpty() && Character.isDigit(word.charAt(0))) {
                    inWord = false;
                }
                break;
            } else {
                plain(c);
            }
        }
        invalid |= escaped || isQuoted();
        endWord();
    }

    private void plain(char c) {
        switch (c) {
            case ' ', '\t', '\r', '\n' -> {
                if (isQuoted()) {
                    word.append(c);
                } else {
                    endWord();
                }
            }
            case '"' -> {
                if (singleQuoted || substituted) {
                    add(c);
                } else {
                    doubleQuoted = !doubleQuoted;
                    inWord = true;
                }
            }
            case '\'' -> {
                if (doubleQuoted || substituted) {
                    add(c);
                } else {
                    singleQuoted = !singleQuoted;
                    inWord = true;
                }
            }
            case '`' -> {
                if (!singleQuoted && !doubleQuoted && !substituted) {
                    backQuoted = !backQuoted;
                }
                add(c);
            }
            case '(' -> {
                if (!singleQuoted && !doubleQuoted && !backQuoted) {
                    invalid = substituted || word.isEmpty() || word.charAt(word.length() - 1) != '$';
                    substituted = true;
                }
                add(c);
            }
            case ')' -> {
                if (!singleQuoted && !doubleQuoted && !backQuoted) {
                    invalid = !substituted;
                    substituted = false;
                }
                add(c);
            }
            default -> add(c);
        }
    }

    private static boolean isOperator(char c) {
        return c == ';' || c == '&' || c == '|' || c == '<' || c == '>';
    }

    private boolean isQuoted() {
        return singleQuoted || doubleQuoted || backQuoted || substituted;
    }

    private void add(char c) {
        word.append(c);
        inWord = true;
    }

    private void endWord() {
        if (inWord) {
            words.add(word.toString());
            word.setLength(0);
            inWord = false;
        }
    }
}
