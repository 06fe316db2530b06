package dev.jcompose.runtime.cgroup;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Limits as the files of cgroup v2 take them, converted from Docker's v1 terms as the OCI runtimes do. */
final class LimitsV2 {
    private static final long DEFAULT_PERIOD = 100_000;
    private static final long NANOS_PER_CPU = 1_000_000_000;
    private static final long MAX_SHARES = 262_144;
    private static final long MAX_WEIGHT = 10_000;

    private LimitsV2() {}

    static List<CgroupPlan.Write> writes(Hierarchy hierarchy, Path directory, CgroupLimits limits) {
        var out = new LimitsV1.Writes(directory);
        if (hierarchy.has("memory")) {
            memory(out, limits);
        }
        if (hierarchy.has("cpu")) {
            limits.cpuShares().ifPresent(shares -> out.add("cpu.weight", cpuWeight(shares)));
            cpuMax(out, limits);
        }
        if (hierarchy.has("cpuset")) {
            limits.cpusetCpus().ifPresent(cpus -> out.add("cpuset.cpus", cpus));
            limits.cpusetMems().ifPresent(mems -> out.add("cpuset.mems", mems));
        }
        if (hierarchy.has("pids")) {
            limits.pids().ifPresent(pids -> out.add("pids.max", pids <= 0 ? "max" : Long.toString(pids)));
        }
        if (hierarchy.has("io")) {
            limits.blkioWeight().ifPresent(weight -> {
                out.addIfPresent("io.bfq.weight", weight);
                out.addIfPresent("io.weight", "default " + ioWeight(weight));
            });
            throttles(limits.throttles()).forEach((device, values) -> out.add("io.max", device + values));
        }
        return out.list();
    }

    /**
     * The weight for a number of shares: 1024 shares are weight 100, the ends of both ranges meet, and the curve between
     * is quadratic in the exponents, as runc 1.3 and crun 1.23 have it.
     */
    static long cpuWeight(long shares) {
        if (shares <= 2) {
            return 1;
        }
        if (shares >= MAX_SHARES) {
            return MAX_WEIGHT;
        }
        double l = Math.log((double) shares) / Math.log(2);
        return (long) Math.ceil(Math.pow(10, (l * l + 125 * l) / 612.0 - 7.0 / 34.0));
    }

    /** 10..1000 to 1..10000. */
    static long ioWeight(int weight) {
        return 1 + (weight - 10L) * 9_999 / 990;
    }

    private static void memory(LimitsV1.Writes out, CgroupLimits limits) {
        if (limits.memory().isPresent()) {
            long memory = limits.memory().getAsLong();
            out.add("memory.max", memory);
            long both = limits.memorySwap().orElse(Math.multiplyExact(2, memory));
            out.addIfPresent("memory.swap.max", both == -1 ? "max" : Long.toString(both - memory));
        }
        limits.memoryReservation().ifPresent(bytes -> out.add("memory.low", bytes));
    }

    private static void cpuMax(LimitsV1.Writes out, CgroupLimits limits) {
        if (limits.nanoCpus().isPresent()) {
            long quota = limits.nanoCpus().getAsLong() * DEFAULT_PERIOD / NANOS_PER_CPU;
            out.add("cpu.max", quota + " " + DEFAULT_PERIOD);
        } else if (limits.cpuQuota().isPresent() || limits.cpuPeriod().isPresent()) {
            long quota = limits.cpuQuota().orElse(-1);
            long period = limits.cpuPeriod().orElse(DEFAULT_PERIOD);
            out.add("cpu.max", (quota <= 0 ? "max" : Long.toString(quota)) + " " + period);
        }
    }

    private static Map<String, String> throttles(List<CgroupLimits.Throttle> throttles) {
        var lines = new LinkedHashMap<String, String>();
        for (var throttle : throttles) {
            lines.merge(
                    throttle.major() + ":" + throttle.minor(),
                    " " + throttle.direction().v2() + "=" + throttle.perSecond(),
                    String::concat);
        }
        return lines;
    }
}
