package dev.jcompose.cli.command;

import dev.jcompose.model.Project;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The services a user named, with {@code *}, {@code ?} and {@code [..]} filled in. */
final class Targets {
    private Targets() {}

    /** @return empty when none were named, which means all */
    static Set<String> of(Project project, List<String> words) {
        var targets = new LinkedHashSet<String>();
        for (String word : words) {
            if (project.services().containsKey(word)) {
                targets.add(word);
            } else {
                var pattern = glob(word);
                project.services().keySet().stream()
                        .filter(name -> pattern.matcher(name).matches())
                        .forEach(targets::add);
            }
        }
        return targets;
    }

    static Pattern glob(String word) {
        var regex = new StringBuilder();
        boolean inSet = false;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                case '[' -> {
                    inSet = word.indexOf(']') > 0;
                    regex.append(inSet ? "[" : "\\[");
                }
                case ']' -> {
                    regex.append(inSet ? "]" : "\\]");
                    inSet = false;
                }
                default -> regex.append(inSet ? String.valueOf(c) : Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString());
    }
}
