package dev.jcompose.runtime.cgroup;

import dev.jcompose.runtime.cgroup.CgroupPlan.IfAbsent;
import dev.jcompose.runtime.cgroup.CgroupPlan.Write;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Limits as the files of cgroup v1 take them. */
final class LimitsV1 {
    private static final long DEFAULT_PERIOD = 100_000;
    private static final long NANOS_PER_CPU = 1_000_000_000;

    private LimitsV1() {}

    static List<Write> writes(Hierarchy hierarchy, Path directory, CgroupLimits limits) {
        var out = new Writes(directory);
        if (hierarchy.has("memory")) {
            memory(out, limits);
        }
        if (hierarchy.has("cpu")) {
            cpu(out, limits);
        }
        if (hierarchy.has("cpuset")) {
            limits.cpusetCpus().ifPresent(cpus -> out.add("cpuset.cpus", cpus));
            limits.cpusetMems().ifPresent(mems -> out.add("cpuset.mems", mems));
        }
        if (hierarchy.has("pids")) {
            limits.pids().ifPresent(pids -> out.add("pids.max", pids <= 0 ? "max" : Long.toString(pids)));
        }
        if (hierarchy.has("blkio")) {
            limits.blkioWeight().ifPresent(weight -> out.addIfPresent("blkio.bfq.weight", weight));
            for (var throttle : limits.throttles()) {
                out.add(
                        "blkio.throttle." + throttle.direction().v1() + "_device",
                        throttle.major() + ":" + throttle.minor() + " " + throttle.perSecond());
            }
        }
        return out.list;
    }

    /** Everything is denied first, then the rules follow in their order. */
    static List<Write> devices(Path directory, List<DeviceRule> rules) {
        var out = new Writes(directory);
        out.add("devices.deny", "a");
        for (var rule : rules) {
            var file = rule.verdict() == DeviceRule.Verdict.ALLOW ? "devices.allow" : "devices.deny";
            out.add(file, rule.kind() == DeviceRule.Kind.ALL ? "a" : rule.toV1());
        }
        return out.list;
    }

    private static void memory(Writes out, CgroupLimits limits) {
        if (limits.memory().isPresent()) {
            long memory = limits.memory().getAsLong();
            out.add("memory.limit_in_bytes", memory);
            long both = limits.memorySwap().orElse(Math.multiplyExact(2, memory));
            // Absent in kernels that do not account for swap: then there is nothing to limit.
            out.addIfPresent("memory.memsw.limit_in_bytes", both);
        }
        limits.memoryReservation().ifPresent(bytes -> out.add("memory.soft_limit_in_bytes", bytes));
        limits.memorySwappiness().ifPresent(value -> out.add("memory.swappiness", value));
    }

    private static void cpu(Writes out, CgroupLimits limits) {
        limits.cpuShares().ifPresent(shares -> out.add("cpu.shares", shares));
        if (limits.nanoCpus().isPresent()) {
            out.add("cpu.cfs_period_us", DEFAULT_PERIOD);
            out.add("cpu.cfs_quota_us", limits.nanoCpus().getAsLong() * DEFAULT_PERIOD / NANOS_PER_CPU);
            return;
        }
        limits.cpuPeriod().ifPresent(period -> out.add("cpu.cfs_period_us", period));
        limits.cpuQuota().ifPresent(quota -> out.add("cpu.cfs_quota_us", quota));
    }

    /** Collects writes into the files of one directory. */
    static final class Writes {
        private final Path directory;
        private final List<Write> list = new ArrayList<>();

        Writes(Path directory) {
            this.directory = directory;
        }

        void add(String file, String value) {
            list.add(new Write(directory.resolve(file), value, IfAbsent.FAIL));
        }

        void add(String file, long value) {
            add(file, Long.toString(value));
        }

        void addIfPresent(String file, long value) {
            list.add(new Write(directory.resolve(file), Long.toString(value), IfAbsent.SKIP));
        }

        void addIfPresent(String file, String value) {
            list.add(new Write(directory.resolve(file), value, IfAbsent.SKIP));
        }

        List<Write> list() {
            return list;
        }
    }
}
