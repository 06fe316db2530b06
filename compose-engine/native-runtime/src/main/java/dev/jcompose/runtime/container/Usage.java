package dev.jcompose.runtime.container;

import dev.jcompose.runtime.cgroup.CgroupStats;
import dev.jcompose.runtime.launch.Supervised;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** What containers use, read from the kernel at the moment of asking. */
public final class Usage {
    private final Foundations base;

    Usage(Foundations base) {
        this.base = base;
    }

    /**
     * A snapshot.
     *
     * @param interfaces by name, without loopback
     * @param systemCpuNanos CPU time of the whole machine since boot
     */
    public record Snapshot(
            Instant at, CgroupStats cgroup, SequencedMap<String, Interface> interfaces, long systemCpuNanos) {
        public Snapshot {
            interfaces = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(interfaces));
        }
    }

    /** Counters of a network interface since it was made. */
    public record Interface(
            long rxBytes,
            long rxPackets,
            long rxErrors,
            long rxDropped,
            long txBytes,
            long txPackets,
            long txErrors,
            long txDropped) {}

    /** Reads the usage of a running container; empty when it does not run. */
    public Optional<Snapshot> read(Container container) throws IOException {
        Optional<Supervised> process = container.process();
        if (process.isEmpty()) {
            return Optional.empty();
        }
        CgroupStats stats = Cgroups.of(base.cgroups(), container.record()).stats();
        return Optional.of(new Snapshot(
                base.clock().instant(), stats, interfaces(process.get().pid()), systemCpuNanos()));
    }

    /** Host numbers of all its processes. */
    public List<Integer> processes(Container container) throws IOException {
        container.requireProcess();
        return Cgroups.of(base.cgroups(), container.record()).processes();
    }

    private static SequencedMap<String, Interface> interfaces(int pid) throws IOException {
        var interfaces = new LinkedHashMap<String, Interface>();
        List<String> lines;
        try {
            lines = Files.readAllLines(Path.of("/proc/" + pid + "/net/dev"));
        } catch (NoSuchFileException e) {
            return interfaces;
        }
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                continue;
            }
            String name = line.substring(0, colon).strip();
            String[] counters = line.substring(colon + 1).strip().split("\\s+");
            if (!name.equals("lo") && counters.length >= 12) {
                interfaces.put(name, parse(counters));
            }
        }
        return interfaces;
    }

    private static Interface parse(String[] counters) {
        long[] values = new long[12];
        for (int i = 0; i < values.length; i++) {
            values[i] = Long.parseLong(counters[i]);
        }
        return new Interface(values[0], values[1], values[2], values[3], values[8], values[9], values[10], values[11]);
    }

    /** The first line of /proc/stat counts in ticks of 10 ms. */
    private static long systemCpuNanos() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/stat"))) {
            String[] fields = lines.findFirst().orElse("").strip().split("\\s+");
            long ticks = 0;
            for (int i = 1; i < Math.min(fields.length, 9); i++) {
                ticks += Long.parseLong(fields[i]);
            }
            return ticks * 10_000_000L;
        }
    }
}
