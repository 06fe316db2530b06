package dev.jcompose.model.print;

import dev.jcompose.model.yaml.PlainScalars;
import java.util.Locale;

/** The styles of strings in YAML: plain where that is safe, else in quotes; several lines as a literal block. */
final class YamlScalar {

    private final String text;
    private boolean blockIndicators;
    private boolean lineBreaks;
    private boolean special;
    private boolean tabs;
    private boolean leadingSpace;
    private boolean trailingSpace;
    private boolean leadingBreak;
    private boolean trailingBreak;
    private boolean spaceBeforeBreak;
    private boolean spaceAfterBreak;

    private YamlScalar(String text) {
        this.text = text;
        analyze();
    }

    /**
     * @param indent of the lines of a literal block
     */
    static void write(String text, int indent, StringBuilder out) {
        var scalar = new YamlScalar(text);
        if (text.indexOf('\n') >= 0) {
            if (scalar.mayBeBlock()) {
                scalar.literal(indent, out);
            } else {
                scalar.doubleQuoted(out);
            }
            return;
        }
        scalar.line(out);
    }

    static void writeKey(String text, StringBuilder out) {
        var scalar = new YamlScalar(text);
        // A key of two angle brackets merges, unless it is quoted.
        if (text.indexOf('\n') >= 0 || text.equals("<<")) {
            scalar.doubleQuoted(out);
        } else {
            scalar.line(out);
        }
    }

    private void line(StringBuilder out) {
        if (!PlainScalars.isString(text)) {
            doubleQuoted(out);
        } else if (mayBePlain()) {
            out.append(text);
        } else if (mayBeSingleQuoted()) {
            out.append('\'').append(text.replace("'", "''")).append('\'');
        } else {
            doubleQuoted(out);
        }
    }

    private void analyze() {
        blockIndicators = text.startsWith("---") || text.startsWith("...");
        boolean afterBlank = true;
        boolean previousSpace = false;
        boolean previousBreak = false;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int next = i + Character.charCount(c);
            boolean blankFollows = next >= text.length() || isBlankOrBreak(text.charAt(next));
            indicator(c, i == 0, afterBlank, blankFollows);
            if (c == '\t') {
                tabs = true;
            } else if (!isPrintable(c)) {
                special = true;
            }
            boolean last = next >= text.length();
            if (c == ' ') {
                leadingSpace |= i == 0;
                trailingSpace |= last;
                spaceAfterBreak |= previousBreak;
                previousSpace = true;
                previousBreak = false;
            } else if (isBreak(c)) {
                lineBreaks = true;
                leadingBreak |= i == 0;
                trailingBreak |= last;
                spaceBeforeBreak |= previousSpace;
                previousSpace = false;
                previousBreak = true;
            } else {
                previousSpace = false;
                previousBreak = false;
            }
            afterBlank = c == ' ' || c == '\t' || isBreak(c);
            i = next;
        }
    }

    private void indicator(int c, boolean first, boolean afterBlank, boolean blankFollows) {
        if (first) {
            switch (c) {
                case '#', ',', '[', ']', '{', '}', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`' ->
                    blockIndicators = true;
                case '?', ':', '-' -> blockIndicators |= blankFollows;
                default -> {}
            }
        } else if (c == ':') {
            blockIndicators |= blankFollows;
        } else if (c == '#') {
            blockIndicators |= afterBlank;
        }
    }

    private boolean mayBePlain() {
        return !text.isEmpty()
                && !leadingSpace
                && !trailingSpace
                && !leadingBreak
                && !trailingBreak
                && !lineBreaks
                && !blockIndicators
                && mayBeSingleQuoted();
    }

    private boolean mayBeSingleQuoted() {
        return !spaceAfterBreak && !spaceBeforeBreak && !tabs && !special;
    }

    private boolean mayBeBlock() {
        return !trailingSpace && !spaceBeforeBreak && !special;
    }

    private void literal(int indent, StringBuilder out) {
        out.append('|');
        if (leadingSpace || leadingBreak) {
            out.append('2');
        }
        int last = text.length() - 1;
        if (!isBreak(text.charAt(last))) {
            out.append('-');
        } else if (last == 0 || isBreak(text.charAt(last - 1))) {
            out.append('+');
        }
        boolean lineStart = true;
        out.append('\n');
        int end = text.endsWith("\n") ? last : text.length();
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                out.append('\n');
                lineStart = true;
            } else {
                if (lineStart) {
                    out.repeat(' ', indent);
                    lineStart = false;
                }
                out.append(c);
            }
        }
    }

    private void doubleQuoted(StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (isPrintable(c) && !isBreak(c) && c != '"' && c != '\\' && c != 0xFEFF) {
                out.appendCodePoint(c);
            } else {
                escape(c, out);
            }
        }
        out.append('"');
    }

    private static void escape(int c, StringBuilder out) {
        out.append('\\');
        switch (c) {
            case 0 -> out.append('0');
            case 7 -> out.append('a');
            case '\b' -> out.append('b');
            case '\t' -> out.append('t');
            case '\n' -> out.append('n');
            case 0x0b -> out.append('v');
            case '\f' -> out.append('f');
            case '\r' -> out.append('r');
            case 0x1b -> out.append('e');
            case '"', '\\' -> out.append((char) c);
            case 0x85 -> out.append('N');
            case 0x2028 -> out.append('L');
            case 0x2029 -> out.append('P');
            default -> {
                int digits = c <= 0xFF ? 2 : c <= 0xFFFF ? 4 : 8;
                out.append(digits == 2 ? 'x' : digits == 4 ? 'u' : 'U');
                String hex = Integer.toHexString(c).toUpperCase(Locale.ROOT);
                out.repeat('0', digits - hex.length()).append(hex);
            }
        }
    }

    private static boolean isBlankOrBreak(char c) {
        return c == ' ' || c == '\t' || isBreak(c);
    }

    private static boolean isBreak(int c) {
        return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
    }

    private static boolean isPrintable(int c) {
        return c == '\n'
                || (c >= 0x20 && c <= 0x7E)
                || (c >= 0xA0 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD && c != 0xFEFF);
    }
}
