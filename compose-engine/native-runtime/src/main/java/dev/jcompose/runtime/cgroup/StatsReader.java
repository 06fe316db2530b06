package dev.jcompose.runtime.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.function.Function;

/** Reads {@link CgroupStats} from the files of both versions. */
final class StatsReader {
    private static final long MICRO = 1_000;
    private static final long TICK = 10_000_000;
    /** v1 writes "no limit" as the largest multiple of the page size. */
    private static final long UNLIMITED_V1 = Long.MAX_VALUE - 0xffff;

    private final CgroupLayout layout;
    private final Function<Hierarchy, Path> directory;

    private StatsReader(CgroupLayout layout, Function<Hierarchy, Path> directory) {
        this.layout = layout;
        this.directory = directory;
    }

    static CgroupStats read(CgroupLayout layout, Function<Hierarchy, Path> directory) throws IOException {
        return new StatsReader(layout, directory).read();
    }

    private CgroupStats read() throws IOException {
        long pids = number("pids", "pids.current", "pids.current");
        var memoryStat = table("memory", "memory.stat");
        long usage = number("memory", "memory.usage_in_bytes", "memory.current");
        long[] cpu = cpu();
        long[] io = io();
        return new CgroupStats(
                usage, memoryPeak(), memoryStat, memoryLimit(), cpu[0], cpu[1], cpu[2], pids, io[0], io[1]);
    }

    private OptionalLong memoryPeak() throws IOException {
        var text = read("memory", "memory.max_usage_in_bytes", "memory.peak").strip();
        return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    }

    private OptionalLong memoryLimit() throws IOException {
        var text = read("memory", "memory.limit_in_bytes", "memory.max").strip();
        if (text.isEmpty() || text.equals("max")) {
            return OptionalLong.empty();
        }
        long limit = Long.parseLong(text);
        return limit >= UNLIMITED_V1 ? OptionalLong.empty() : OptionalLong.of(limit);
    }

    private long[] cpu() throws IOException {
        Optional<Hierarchy> v1 = layout.withController("cpuacct");
        if (v1.isPresent()) {
            var stat = table("cpuacct", "cpuacct.stat");
            return new long[] {
                number("cpuacct", "cpuacct.usage", "cpuacct.usage"),
                stat.getOrDefault("user", 0L) * TICK,
                stat.getOrDefault("system", 0L) * TICK
            };
        }
        Optional<Path> unified = layout.unified().map(directory);
        if (unified.isEmpty()) {
            return new long[3];
        }
        var stat = parse(lines(unified.get().resolve("cpu.stat")));
        return new long[] {
            stat.getOrDefault("usage_usec", 0L) * MICRO,
            stat.getOrDefault("user_usec", 0L) * MICRO,
            stat.getOrDefault("system_usec", 0L) * MICRO
        };
    }

    private long[] io() throws IOException {
        long read = 0;
        long write = 0;
        for (String line : read("blkio", "blkio.throttle.io_service_bytes", "").split("\n")) {
            var words = line.split(" ");
            if (words.length == 3 && words[1].equals("Read")) {
                read += Long.parseLong(words[2]);
            } else if (words.length == 3 && words[1].equals("Write")) {
                write += Long.parseLong(words[2]);
            }
        }
        for (String word : read("io", "", "io.stat").split("\\s+")) {
            if (word.startsWith("rbytes=")) {
                read += Long.parseLong(word.substring("rbytes=".length()));
            } else if (word.startsWith("wbytes=")) {
                write += Long.parseLong(word.substring("wbytes=".length()));
            }
        }
        return new long[] {read, write};
    }

    private long number(String controller, String v1, String v2) throws IOException {
        var text = read(controller, v1, v2).strip();
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    private SequencedMap<String, Long> table(String controller, String file) throws IOException {
        return parse(read(controller, file, file).lines().toList());
    }

    private String read(String controller, String v1, String v2) throws IOException {
        Optional<Hierarchy> hierarchy = layout.withController(controller);
        if (hierarchy.isEmpty()) {
            return "";
        }
        var file = hierarchy.get().version() == Hierarchy.Version.V2 ? v2 : v1;
        return String.join("\n", lines(directory.apply(hierarchy.get()).resolve(file)));
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static SequencedMap<String, Long> parse(List<String> lines) {
        var table = new LinkedHashMap<String, Long>();
        for (String line : lines) {
            int blank = line.indexOf(' ');
            if (blank > 0) {
                table.put(
                        line.substring(0, blank),
                        Long.parseLong(line.substring(blank + 1).strip()));
            }
        }
        return table;
    }
}
