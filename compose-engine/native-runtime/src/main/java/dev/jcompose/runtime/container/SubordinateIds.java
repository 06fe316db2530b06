package dev.jcompose.runtime.container;

import dev.jcompose.runtime.launch.IdMap;
import dev.jcompose.runtime.launch.IdMap.Range;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The ids that the containers of an engine get on the host: dockerd's setting {@code userns-remap}, which names a user that
 * has ranges of them.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/subuid.5.html">subuid(5)</a>
 */
public final class SubordinateIds {
    /** Whose ranges the setting {@code default} means. */
    private static final String DEFAULT_USER = "dockremap";

    private final Path etc;

    /** @param etc directory of {@code passwd}, {@code subuid} and {@code subgid} */
    public SubordinateIds(Path etc) {
        this.etc = etc;
    }

    /**
     * Reads the ranges of a user. All of them count, in the order of the files, from 0 on inside.
     *
     * @param setting {@code default}, or a user as name or number; a group may follow after a colon, and changes nothing, as
     *     for dockerd
     * @throws IOException when the files cannot be read, or have nothing for the user
     */
    public IdMap of(String setting) throws IOException {
        String user = setting.split(":", 2)[0];
        if (user.isEmpty()) {
            throw new IOException("userns-remap: \"" + setting + "\" names no user: use default, or USER[:GROUP]");
        }
        Set<String> names = names(user.equals("default") ? DEFAULT_USER : user);
        return new IdMap(ranges("subuid", names), ranges("subgid", names));
    }

    private List<Range> ranges(String file, Set<String> names) throws IOException {
        var ranges = new ArrayList<Range>();
        long inside = 0;
        for (String line : lines(file)) {
            String[] fields = line.strip().split(":");
            if (fields.length != 3 || !names.contains(fields[0])) {
                continue;
            }
            try {
                var range = new Range(inside, Long.parseLong(fields[1]), Long.parseLong(fields[2]));
                ranges.add(range);
                inside += range.count();
            } catch (IllegalArgumentException e) {
                throw new IOException(etc.resolve(file) + ": \"" + line + "\" is no range of ids", e);
            }
        }
        if (ranges.isEmpty()) {
            String user = names.iterator().next();
            throw new IOException("userns-remap: no " + file + " ranges found for user \"" + user
                    + "\": add a line such as " + user + ":100000:65536 to " + etc.resolve(file));
        }
        return ranges;
    }

    /** Name and number of a user: either may stand in the files. */
    private Set<String> names(String user) throws IOException {
        var names = new LinkedHashSet<String>(List.of(user));
        for (String line : lines("passwd")) {
            String[] fields = line.split(":", -1);
            if (fields.length > 2 && (fields[0].equals(user) || fields[2].equals(user))) {
                names.add(fields[0]);
                names.add(fields[2]);
            }
        }
        return names;
    }

    private List<String> lines(String name) throws IOException {
        Path file = etc.resolve(name);
        return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.ISO_8859_1) : List.of();
    }
}
