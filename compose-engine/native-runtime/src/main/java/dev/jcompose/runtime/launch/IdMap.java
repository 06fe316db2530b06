package dev.jcompose.runtime.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Which user and group ids stand for which: those inside a user namespace for those of the host, or those in a file system
 * for those that a mount of it shows. Ids without a counterpart show as 65534, and nothing can be made in their name.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/user_namespaces.7.html">user_namespaces(7)</a>
 */
public record IdMap(List<Range> uids, List<Range> gids) {
    /** What an id without a counterpart shows as. */
    public static final int NOBODY = 65534;

    /** Beyond all ids that anybody has, and not yet -1. */
    private static final long UNUSED = 4_294_967_290L;

    /** Ids from {@code inside} on stand for as many from {@code outside} on. */
    public record Range(long inside, long outside, long count) {
        private static final long END = 0xffff_ffffL;

        public Range {
            if (inside < 0 || outside < 0 || count < 1 || inside + count > END || outside + count > END) {
                throw new IllegalArgumentException(
                        "no range of ids: " + count + " from " + inside + " and from " + outside + " on");
            }
        }

        private OptionalLong toOutside(long id) {
            return moved(id, inside, outside);
        }

        private OptionalLong toInside(long id) {
            return moved(id, outside, inside);
        }

        private OptionalLong moved(long id, long from, long to) {
            return id >= from && id < from + count ? OptionalLong.of(id - from + to) : OptionalLong.empty();
        }
    }

    public IdMap {
        uids = List.copyOf(uids);
        gids = List.copyOf(gids);
        if (uids.isEmpty() || gids.isEmpty()) {
            throw new IllegalArgumentException("a user namespace needs ids");
        }
    }

    /** Consecutive ids from 0 on, for users and groups alike. */
    public static IdMap consecutive(long outside, long count) {
        var ranges = List.of(new Range(0, outside, count));
        return new IdMap(ranges, ranges);
    }

    /**
     * That of a running process.
     *
     * @return empty when it is in the user namespace of this process, or is gone
     */
    public static Optional<IdMap> ofProcess(long pid) throws IOException {
        Path process = Path.of("/proc", Long.toString(pid));
        try {
            Path own = Files.readSymbolicLink(Path.of("/proc/self/ns/user"));
            if (Files.readSymbolicLink(process.resolve("ns/user")).equals(own)) {
                return Optional.empty();
            }
            List<Range> uids = parse(Files.readAllLines(process.resolve("uid_map")));
            List<Range> gids = parse(Files.readAllLines(process.resolve("gid_map")));
            return uids.isEmpty() || gids.isEmpty() ? Optional.empty() : Optional.of(new IdMap(uids, gids));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static List<Range> parse(List<String> lines) {
        var ranges = new ArrayList<Range>();
        for (String line : lines) {
            String[] numbers = line.strip().split("\\s+");
            ranges.add(new Range(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2])));
        }
        return ranges;
    }

    /** As {@code /proc/<pid>/uid_map} takes it. */
    String uidText() {
        return text(uids);
    }

    /** As {@code /proc/<pid>/gid_map} takes it. */
    String gidText() {
        return text(gids);
    }

    private static String text(List<Range> ranges) {
        return ranges.stream()
                .map(range -> range.inside() + " " + range.outside() + " " + range.count() + "\n")
                .collect(Collectors.joining());
    }

    /** The host's number of a user inside; {@link #NOBODY} when there is none. */
    public int hostUid(long inside) {
        return outside(uids, inside);
    }

    /** The host's number of a group inside; {@link #NOBODY} when there is none. */
    public int hostGid(long inside) {
        return outside(gids, inside);
    }

    /** The number inside of a user of the host; {@link #NOBODY} when there is none. */
    public int insideUid(long host) {
        return inside(uids, host);
    }

    /** The number inside of a group of the host; {@link #NOBODY} when there is none. */
    public int insideGid(long host) {
        return inside(gids, host);
    }

    private static int outside(List<Range> ranges, long id) {
        return (int) ranges.stream()
                .map(range -> range.toOutside(id))
                .flatMapToLong(OptionalLong::stream)
                .findFirst()
                .orElse(NOBODY);
    }

    private static int inside(List<Range> ranges, long id) {
        return (int) ranges.stream()
                .map(range -> range.toInside(id))
                .flatMapToLong(OptionalLong::stream)
                .findFirst()
                .orElse(NOBODY);
    }

    /**
     * The same for files: who mounts them, root of the host, has a number in them too. Without one overlayfs could not make
     * its own files, and an engine that copies into a running container none in the container's name.
     */
    IdMap forFiles() {
        return new IdMap(withRoot(uids), withRoot(gids));
    }

    private static List<Range> withRoot(List<Range> ranges) {
        boolean known = ranges.stream().anyMatch(range -> range.outside() == 0);
        var all = new ArrayList<>(ranges);
        if (!known) {
            all.add(new Range(UNUSED, 0, 1));
        }
        return all;
    }

    /** This one, seen through another: ids inside this one for ids outside of the other. What the other lacks is lost. */
    public IdMap through(IdMap other) {
        return new IdMap(compose(uids, other.uids), compose(gids, other.gids));
    }

    private static List<Range> compose(List<Range> first, List<Range> second) {
        var ranges = new ArrayList<Range>();
        for (Range near : first) {
            for (Range far : second) {
                long start = Math.max(near.outside(), far.inside());
                long end = Math.min(near.outside() + near.count(), far.inside() + far.count());
                if (start < end) {
                    ranges.add(new Range(
                            start - near.outside() + near.inside(), start - far.inside() + far.outside(), end - start));
                }
            }
        }
        return ranges;
    }
}
