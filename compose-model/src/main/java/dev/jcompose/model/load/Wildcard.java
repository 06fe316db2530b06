package dev.jcompose.model.load;

/** Patterns of names: {@code *} is any text, {@code ?} any character, {@code [a-z]} one of them. */
final class Wildcard {

    private Wildcard() {}

    static boolean isPattern(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0 || text.indexOf('[') >= 0;
    }

    static boolean matches(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int afterStar = 0;
        while (t < text.length()) {
            int next = p < pattern.length() ? single(pattern, p, text.charAt(t)) : -1;
            if (next > 0) {
                p = next;
                t++;
            } else if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                afterStar = t;
            } else if (star >= 0) {
                p = star + 1;
                t = ++afterStar;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** Where the pattern goes on when its part at a position takes the character; negative when it does not. */
    private static int single(String pattern, int at, char c) {
        char expected = pattern.charAt(at);
        if (expected == '*') {
            return -1;
        }
        if (expected == '?') {
            return at + 1;
        }
        int close = pattern.indexOf(']', at + 1);
        if (expected != '[' || close < 0) {
            return expected == c ? at + 1 : -1;
        }
        boolean negated = pattern.charAt(at + 1) == '^' || pattern.charAt(at + 1) == '!';
        boolean inside = false;
        for (int i = at + (negated ? 2 : 1); i < close; i++) {
            if (i + 2 < close && pattern.charAt(i + 1) == '-') {
                inside |= pattern.charAt(i) <= c && c <= pattern.charAt(i + 2);
                i += 2;
            } else {
                inside |= pattern.charAt(i) == c;
            }
        }
        return inside != negated ? close + 1 : -1;
    }
}
