package dev.jcompose.daemon.wire;

import dev.jcompose.runtime.cgroup.CgroupStats;
import dev.jcompose.runtime.container.Container;
import dev.jcompose.runtime.container.Usage;
import dev.jcompose.runtime.store.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code GET /containers/{id}/stats}. */
public final class StatsJson {
    /** Of the kernel's accounting of block devices, what no client shows. */
    private static final List<String> UNCOUNTED = List.of(
            "io_serviced_recursive",
            "io_queue_recursive",
            "io_service_time_recursive",
            "io_wait_time_recursive",
            "io_merged_recursive",
            "io_time_recursive",
            "sectors_recursive");

    private StatsJson() {}

    /** @param previous the snapshot before, from which clients compute what a second cost */
    public static JsonObject of(Container container, Usage.Snapshot now, Optional<Usage.Snapshot> previous)
            throws IOException {
        var networks = JsonObject.builder();
        now.interfaces().forEach((name, counters) -> networks.put(name, network(counters)));
        long limit = now.cgroup().memoryLimit().isPresent()
                ? now.cgroup().memoryLimit().getAsLong()
                : memoryOfMachine();
        return JsonObject.builder()
                .put("name", "/" + container.record().name())
                .put("id", container.id())
                .put("read", now.at())
                .put("preread", Times.of(previous.map(Usage.Snapshot::at)))
                .put(
                        "pids_stats",
                        JsonObject.builder().put("current", now.cgroup().pids()).build())
                .put("blkio_stats", blockDevices(now))
                .put("num_procs", 0)
                .put("storage_stats", JsonObject.empty())
                .put("cpu_stats", cpu(now))
                .put("precpu_stats", previous.map(StatsJson::cpu).orElse(noCpu()))
                .put("memory_stats", memory(now.cgroup(), limit))
                .put("networks", networks.build())
                .build();
    }

    /** Clients subtract the file cache themselves, by the names that the version of control groups has for it. */
    private static JsonObject memory(CgroupStats stats, long limit) {
        var details = JsonObject.builder();
        stats.memoryDetails().forEach(details::put);
        var json = JsonObject.builder().put("usage", stats.memory());
        stats.memoryPeak().ifPresent(peak -> json.put("max_usage", peak));
        return json.put("stats", details.build()).put("limit", limit).build();
    }

    /** What is told of a container that does not run. */
    public static JsonObject ofStopped(Container container) {
        return JsonObject.builder()
                .put("name", "/" + container.record().name())
                .put("id", container.id())
                .put("read", Times.of(Optional.<Instant>empty()))
                .put("preread", Times.of(Optional.<Instant>empty()))
                .put("pids_stats", JsonObject.empty())
                .put("blkio_stats", JsonObject.empty())
                .put("num_procs", 0)
                .put("storage_stats", JsonObject.empty())
                .put("cpu_stats", noCpu())
                .put("precpu_stats", noCpu())
                .put("memory_stats", JsonObject.empty())
                .build();
    }

    private static JsonObject cpu(Usage.Snapshot snapshot) {
        return JsonObject.builder()
                .put(
                        "cpu_usage",
                        JsonObject.builder()
                                .put("total_usage", snapshot.cgroup().cpuNanos())
                                .put("usage_in_kernelmode", snapshot.cgroup().cpuSystemNanos())
                                .put("usage_in_usermode", snapshot.cgroup().cpuUserNanos())
                                .build())
                .put("system_cpu_usage", snapshot.systemCpuNanos())
                .put("online_cpus", Runtime.getRuntime().availableProcessors())
                .put("throttling_data", noThrottling())
                .build();
    }

    private static JsonObject noCpu() {
        return JsonObject.builder()
                .put(
                        "cpu_usage",
                        JsonObject.builder()
                                .put("total_usage", 0)
                                .put("usage_in_kernelmode", 0)
                                .put("usage_in_usermode", 0)
                                .build())
                .put("throttling_data", noThrottling())
                .build();
    }

    private static JsonObject noThrottling() {
        return JsonObject.builder()
                .put("periods", 0)
                .put("throttled_periods", 0)
                .put("throttled_time", 0)
                .build();
    }

    private static JsonObject blockDevices(Usage.Snapshot snapshot) {
        long read = snapshot.cgroup().blockReadBytes();
        long written = snapshot.cgroup().blockWriteBytes();
        var json = JsonObject.builder()
                .putObjects(
                        "io_service_bytes_recursive",
                        read + written == 0
                                ? List.of()
                                : List.of(operation("read", read), operation("write", written)));
        UNCOUNTED.forEach(name -> json.putObjects(name, List.of()));
        return json.build();
    }

    private static JsonObject operation(String name, long bytes) {
        return JsonObject.builder()
                .put("major", 0)
                .put("minor", 0)
                .put("op", name)
                .put("value", bytes)
                .build();
    }

    private static JsonObject network(Usage.Interface counters) {
        return JsonObject.builder()
                .put("rx_bytes", counters.rxBytes())
                .put("rx_packets", counters.rxPackets())
                .put("rx_errors", counters.rxErrors())
                .put("rx_dropped", counters.rxDropped())
                .put("tx_bytes", counters.txBytes())
                .put("tx_packets", counters.txPackets())
                .put("tx_errors", counters.txErrors())
                .put("tx_dropped", counters.txDropped())
                .build();
    }

    /** A container without a limit may use what the machine has, in bytes. */
    public static long memoryOfMachine() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/meminfo"))) {
            return lines.filter(line -> line.startsWith("MemTotal:"))
                    .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                    .findFirst()
                    .orElse(0L);
        }
    }
}
