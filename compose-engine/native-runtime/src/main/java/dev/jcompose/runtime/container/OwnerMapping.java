package dev.jcompose.runtime.container;

import dev.jcompose.runtime.launch.IdMap;
import dev.jcompose.runtime.launch.IdMap.Range;
import dev.jcompose.runtime.os.FileCalls;
import dev.jcompose.runtime.os.MetadataCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The option {@code idmap} of a bind mount: whose files on the host the container sees as whose, and in whose name it makes
 * new ones. Alone it makes the owner of the source root in the container; {@code idmap=uids=1000-0-1;gids=1000-0-1} says for
 * ranges of ids, as Podman has it: on the host, in the container, how many; further ranges follow after {@code #}.
 */
final class OwnerMapping {
    static final String OPTION = "idmap";

    /** In place of a mapping, until the source is there to be looked at. */
    static final String OF_SOURCE = "owner";

    private static final long ALL = 0xffff_ffffL;
    private static final Pattern FORM = Pattern.compile("uids=([-#0-9]+);gids=([-#0-9]+)");
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,10})-([0-9]{1,10})-([0-9]{1,10})");

    private OwnerMapping() {}

    /**
     * Checks {@code idmap=...} and returns what follows.
     *
     * @throws ContainerException INVALID
     */
    static String check(String option) throws ContainerException {
        String text = option.substring(OPTION.length() + 1);
        try {
            return text(parse(text));
        } catch (IllegalArgumentException e) {
            throw new ContainerException(
                    ContainerException.Kind.INVALID,
                    "invalid mount option \"" + option + "\": " + e.getMessage()
                            + "; use idmap, or idmap=uids=HOST-CONTAINER-COUNT;gids=HOST-CONTAINER-COUNT",
                    e);
        }
    }

    /** The ids on the host ("inside" the file system) for those in the container. */
    static IdMap parse(String text) {
        var form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("it is no mapping of ids");
        }
        return new IdMap(ranges(form.group(1)), ranges(form.group(2)));
    }

    private static List<Range> ranges(String text) {
        var ranges = new ArrayList<Range>();
        for (String one : text.split("#", -1)) {
            var range = RANGE.matcher(one);
            if (!range.matches()) {
                throw new IllegalArgumentException("\"" + one + "\" is no range of ids");
            }
            ranges.add(new Range(
                    Long.parseLong(range.group(1)), Long.parseLong(range.group(2)), Long.parseLong(range.group(3))));
        }
        return ranges;
    }

    private static String text(IdMap ids) {
        return "uids=" + text(ids.uids()) + ";gids=" + text(ids.gids());
    }

    private static String text(List<Range> ranges) {
        return ranges.stream()
                .map(range -> range.inside() + "-" + range.outside() + "-" + range.count())
                .collect(Collectors.joining("#"));
    }

    /**
     * Makes the owner of a file or directory root in the container. Other ids stay the same, so that services that do not run
     * as root keep theirs; but root's own files belong to nobody there, and nothing can be made in the name of the one whose
     * number the owner has.
     */
    static String ofSource(Path source) throws IOException {
        try (var file = FileCalls.open(source, FileCalls.O_PATH, 0)) {
            var status = MetadataCalls.stat(file, "");
            return text(new IdMap(toRoot(status.uid()), toRoot(status.gid())));
        }
    }

    private static List<Range> toRoot(int signed) {
        long id = Integer.toUnsignedLong(signed);
        if (id == 0) {
            return List.of(new Range(0, 0, ALL));
        }
        var ranges = new ArrayList<Range>();
        ranges.add(new Range(id, 0, 1));
        if (id > 1) {
            ranges.add(new Range(1, 1, id - 1));
        }
        ranges.add(new Range(id + 1, id + 1, ALL - id - 1));
        return ranges;
    }

    /** Whether it changes nothing. */
    static boolean isIdentity(IdMap ids) {
        List<Range> same = toRoot(0);
        return ids.uids().equals(same) && ids.gids().equals(same);
    }
}
