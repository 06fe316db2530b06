package dev.jcompose.runtime.container;

import dev.jcompose.runtime.cgroup.CgroupLimits;
import dev.jcompose.runtime.launch.Rlimit;
import dev.jcompose.runtime.store.JsonObject;
import dev.jcompose.runtime.store.MalformedJsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a container may use: the part of {@code HostConfig} that a running container can be given anew. Zero = not limited.
 *
 * @param memory bytes, as the other amounts of memory
 * @param memorySwap bytes of memory and swap together; -1 = unlimited swap
 * @param memorySwappiness 0 to 100
 * @param nanoCpus billionths of a CPU
 * @param cpuPeriod microseconds, as cpuQuota
 * @param pidsLimit -1 = unlimited
 * @param deviceRules {@code c 1:3 rwm}
 */
public record Resources(
        long cpuShares,
        long memory,
        long memoryReservation,
        long memorySwap,
        OptionalInt memorySwappiness,
        long nanoCpus,
        long cpuPeriod,
        long cpuQuota,
        String cpusetCpus,
        String cpusetMems,
        int blkioWeight,
        Optional<Long> pidsLimit,
        boolean oomKillDisable,
        String cgroupParent,
        List<DeviceMapping> devices,
        List<String> deviceRules,
        List<Ulimit> ulimits) {
    /** The smallest limit of memory that the kernel's bookkeeping leaves room for, in bytes. */
    private static final long LEAST_MEMORY = 6L << 20;

    public Resources {
        devices = List.copyOf(devices);
        deviceRules = List.copyOf(deviceRules);
        ulimits = List.copyOf(ulimits);
    }

    /** A device of the host and its name in the container; {@code permissions} of {@code rwm}. */
    public record DeviceMapping(String onHost, String inContainer, String permissions) {}

    /** A limit of one resource; -1 = unlimited. */
    public record Ulimit(String name, long soft, long hard) {}

    static Resources read(JsonObject json) throws MalformedJsonException {
        var devices = new ArrayList<DeviceMapping>();
        for (JsonObject device : json.objects("Devices")) {
            String onHost = device.stringOrEmpty("PathOnHost");
            String inContainer = device.stringOrEmpty("PathInContainer");
            String permissions = device.stringOrEmpty("CgroupPermissions");
            devices.add(new DeviceMapping(
                    onHost, inContainer.isEmpty() ? onHost : inContainer, permissions.isEmpty() ? "rwm" : permissions));
        }
        var ulimits = new ArrayList<Ulimit>();
        for (JsonObject ulimit : json.objects("Ulimits")) {
            ulimits.add(
                    new Ulimit(ulimit.stringOrEmpty("Name"), ulimit.numberOrZero("Soft"), ulimit.numberOrZero("Hard")));
        }
        OptionalLong pids = json.number("PidsLimit");
        OptionalInt swappiness = json.integer("MemorySwappiness");
        return new Resources(
                json.numberOrZero("CpuShares"),
                json.numberOrZero("Memory"),
                json.numberOrZero("MemoryReservation"),
                json.numberOrZero("MemorySwap"),
                swappiness.isPresent() && swappiness.getAsInt() >= 0 ? swappiness : OptionalInt.empty(),
                json.numberOrZero("NanoCpus"),
                json.numberOrZero("CpuPeriod"),
                json.numberOrZero("CpuQuota"),
                json.stringOrEmpty("CpusetCpus"),
                json.stringOrEmpty("CpusetMems"),
                json.integerOrZero("BlkioWeight"),
                pids.isPresent() ? Optional.of(pids.getAsLong()) : Optional.empty(),
                json.isTrue("OomKillDisable"),
                json.stringOrEmpty("CgroupParent"),
                devices,
                json.strings("DeviceCgroupRules"),
                ulimits);
    }

    void write(JsonObject.Builder json) {
        json.put("CpuShares", cpuShares)
                .put("Memory", memory)
                .put("NanoCpus", nanoCpus)
                .put("CgroupParent", cgroupParent)
                .put("BlkioWeight", blkioWeight)
                .put("CpuPeriod", cpuPeriod)
                .put("CpuQuota", cpuQuota)
                .put("CpuRealtimePeriod", 0)
                .put("CpuRealtimeRuntime", 0)
                .put("CpusetCpus", cpusetCpus)
                .put("CpusetMems", cpusetMems)
                .putEach(
                        "Devices",
                        devices,
                        device -> JsonObject.builder()
                                .put("PathOnHost", device.onHost)
                                .put("PathInContainer", device.inContainer)
                                .put("CgroupPermissions", device.permissions)
                                .build())
                .putStrings("DeviceCgroupRules", deviceRules)
                .put("MemoryReservation", memoryReservation)
                .put("MemorySwap", memorySwap)
                .put("OomKillDisable", oomKillDisable)
                .putEach(
                        "Ulimits",
                        ulimits,
                        ulimit -> JsonObject.builder()
                                .put("Name", ulimit.name)
                                .put("Soft", ulimit.soft)
                                .put("Hard", ulimit.hard)
                                .build());
        pidsLimit.ifPresent(limit -> json.put("PidsLimit", limit));
        memorySwappiness.ifPresent(value -> json.put("MemorySwappiness", value));
    }

    /**
     * Checks what cannot work on any host.
     *
     * @throws ContainerException INVALID
     */
    void check() throws ContainerException {
        if (memory != 0 && memory < LEAST_MEMORY) {
            throw ContainerException.invalid("Minimum memory limit allowed is 6MB");
        }
        if (memorySwap > 0 && memory == 0) {
            throw ContainerException.invalid("You should always set the Memory limit when using Memoryswap limit");
        }
        if (memorySwap > 0 && memorySwap < memory) {
            throw ContainerException.invalid("Minimum memoryswap limit should be larger than memory limit, see usage");
        }
        if (memory > 0 && memoryReservation > memory) {
            throw ContainerException.invalid(
                    "Minimum memory limit can not be less than memory reservation limit, see usage");
        }
        int processors = Runtime.getRuntime().availableProcessors();
        if (nanoCpus < 0 || nanoCpus > processors * 1_000_000_000L) {
            throw ContainerException.invalid("Range of CPUs is from 0.01 to " + processors + ".00, as there are only "
                    + processors + " CPUs available");
        }
        if (nanoCpus > 0 && (cpuPeriod > 0 || cpuQuota > 0)) {
            throw ContainerException.invalid("Conflicting options: Nano CPUs and CPU Period cannot both be set");
        }
        rlimits();
    }

    CgroupLimits limits() {
        return new CgroupLimits(
                positive(memory),
                memorySwap == 0 ? OptionalLong.empty() : OptionalLong.of(memorySwap),
                positive(memoryReservation),
                memorySwappiness,
                positive(nanoCpus),
                cpuQuota == 0 ? OptionalLong.empty() : OptionalLong.of(cpuQuota),
                positive(cpuPeriod),
                positive(cpuShares),
                Optional.of(cpusetCpus).filter(set -> !set.isEmpty()),
                Optional.of(cpusetMems).filter(set -> !set.isEmpty()),
                pidsLimit.isPresent() && pidsLimit.get() != 0 ? OptionalLong.of(pidsLimit.get()) : OptionalLong.empty(),
                blkioWeight == 0 ? OptionalInt.empty() : OptionalInt.of(blkioWeight),
                List.of());
    }

    List<Rlimit> rlimits() throws ContainerException {
        var rlimits = new ArrayList<Rlimit>();
        for (Ulimit ulimit : ulimits) {
            var resource = Rlimit.Resource.of(ulimit.name)
                    .orElseThrow(() -> ContainerException.invalid("invalid ulimit type: " + ulimit.name));
            if (Long.compareUnsigned(ulimit.soft, ulimit.hard) > 0) {
                throw ContainerException.invalid("ulimit soft limit must be less than or equal to hard limit: "
                        + ulimit.soft + " > " + ulimit.hard);
            }
            rlimits.add(new Rlimit(resource, ulimit.soft, ulimit.hard));
        }
        return rlimits;
    }

    private static OptionalLong positive(long value) {
        return value > 0 ? OptionalLong.of(value) : OptionalLong.empty();
    }
}
