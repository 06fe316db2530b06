package dev.jcompose.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Variables as {@code -e} takes them: {@code NAME=value}, or {@code NAME} for the caller's own value. */
final class EnvironmentWords {
    private EnvironmentWords() {}

    /** All as {@code NAME=value}; names that the caller does not have are left out. */
    static List<String> resolve(List<String> words, Map<String, String> environment) {
        var resolved = new ArrayList<String>();
        for (String word : words) {
            if (word.contains("=")) {
                resolved.add(word);
            } else if (environment.containsKey(word)) {
                resolved.add(word + "=" + environment.get(word));
            }
        }
        return resolved;
    }
}
