package dev.jcompose.runtime.container;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The environment of a process in a container. */
final class Environment {
    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private Environment() {}

    /**
     * Docker's base, then the entries in order: a known name gets its new value in its place, an entry without {@code =}
     * takes the name away; HOME comes last where nobody set it.
     */
    static List<String> of(String hostname, boolean terminal, List<String> entries, String home) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("PATH", PATH);
        values.put("HOSTNAME", hostname);
        if (terminal) {
            values.put("TERM", "xterm");
        }
        for (String entry : entries) {
            int equals = entry.indexOf('=');
            if (equals < 0) {
                values.remove(entry);
            } else {
                values.put(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
        values.putIfAbsent("HOME", home);
        var result = new ArrayList<String>(values.size());
        values.forEach((name, value) -> result.add(name + "=" + value));
        return result;
    }
}
