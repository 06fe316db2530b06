package dev.jcompose.cli.template;

import java.util.ArrayList;
import java.util.List;

/** A stretch of text or an action between braces. */
sealed interface Piece {
    record Text(String text) implements Piece {}

    record Action(Tokens tokens) implements Piece {}

    /** Takes a template apart; {@code {{-} and {@code -}}} take the blanks beside them away. */
    static List<Piece> split(String source) throws TemplateException {
        var pieces = new ArrayList<Piece>();
        int at = 0;
        boolean trimLeft = false;
        while (true) {
            int open = source.indexOf("{{", at);
            String text = source.substring(at, open < 0 ? source.length() : open);
            boolean trimRight = open >= 0 && source.startsWith("{{- ", open);
            text = trimLeft ? text.stripLeading() : text;
            text = unescape(trimRight ? text.stripTrailing() : text);
            if (!text.isEmpty()) {
                pieces.add(new Text(text));
            }
            if (open < 0) {
                return pieces;
            }
            int close = Tokens.endOfAction(source, open + 2);
            if (close < 0) {
                throw Parser.error("unclosed action in " + source);
            }
            trimLeft = source.startsWith(" -}}", close - 2);
            String action = source.substring(open + (trimRight ? 3 : 2), trimLeft ? close - 1 : close)
                    .strip();
            if (!action.startsWith("/*")) {
                pieces.add(new Action(Tokens.of(action)));
            }
            at = close + 2;
        }
    }

    /** Docker's command line lets a shell's {@code \t} and {@code \n} stand for tabs and new lines. */
    static String unescape(String text) {
        return text.replace("\\t", "\t").replace("\\n", "\n");
    }
}
