package dev.jcompose.model.interpolate;

/** Finds the parts of a text with variables. */
final class TemplateScanner {

    private TemplateScanner() {}

    /** Where the name that starts at a position ends; the position itself when there is none. */
    static int nameEnd(String text, int start) {
        int at = start;
        while (at < text.length() && isNameCharacter(text.charAt(at), at == start)) {
            at++;
        }
        return at;
    }

    private static boolean isNameCharacter(char c, boolean first) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (!first && c >= '0' && c <= '9');
    }

    /**
     * The brace that closes the one at a position, with braces between them in pairs; when they are not, the last brace
     * of the text. Negative when there is none.
     */
    static int closingBrace(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '{') {
                depth++;
            } else if (c == '}') {
                depth--;
                if (depth == 0) {
                    return i;
                }
            }
        }
        int last = text.lastIndexOf('}');
        return last > open ? last : -1;
    }
}
