package dev.jcompose.model.load;

import java.util.Locale;

/** The grammar of project names. */
final class ProjectNames {

    private ProjectNames() {}

    /** Lower case, without other characters than letters, digits, {@code _} and {@code -}, none of the latter first. */
    static String normalize(String text) {
        var name = new StringBuilder();
        String lower = text.toLowerCase(Locale.ROOT);
        for (int i = 0; i < lower.length(); i++) {
            char c = lower.charAt(i);
            boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (alphanumeric || (!name.isEmpty() && (c == '_' || c == '-'))) {
                name.append(c);
            }
        }
        return name.toString();
    }
}
