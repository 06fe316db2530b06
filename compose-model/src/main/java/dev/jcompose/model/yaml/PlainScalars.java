package dev.jcompose.model.yaml;

/** What unquoted scalars mean, for those who write them. */
public final class PlainScalars {

    private PlainScalars() {}

    /** Whether a text that stands there unquoted is read as a string again, by readers of YAML 1.1 too. */
    public static boolean isString(String text) {
        return ScalarResolver.resolve(text).kind() == ScalarNode.Kind.STRING
                && !isOldBoolean(text)
                && !isSexagesimal(text);
    }

    private static boolean isOldBoolean(String text) {
        return switch (text) {
            case "y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "n", "N", "no", "No", "NO", "off", "Off", "OFF" ->
                true;
            default -> false;
        };
    }

    /** {@code [-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?} */
    private static boolean isSexagesimal(String text) {
        int at = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        if (text.indexOf(':') < 0 || at >= text.length() || !isDigit(text.charAt(at))) {
            return false;
        }
        while (at < text.length() && (isDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        int groups = 0;
        while (at < text.length() && text.charAt(at) == ':') {
            int end = at + 1;
            while (end < text.length() && isDigit(text.charAt(end))) {
                end++;
            }
            int length = end - at - 1;
            if (length == 0 || length > 2 || (length == 2 && text.charAt(at + 1) > '5')) {
                return false;
            }
            at = end;
            groups++;
        }
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            while (at < text.length() && (isDigit(text.charAt(at)) || text.charAt(at) == '_')) {
                at++;
            }
        }
        return groups > 0 && at == text.length();
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
