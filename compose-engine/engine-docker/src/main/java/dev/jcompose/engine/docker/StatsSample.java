package dev.jcompose.engine.docker;

import dev.jcompose.engine.ContainerStats;
import dev.jcompose.engine.docker.json.JsonCursor;
import java.time.Instant;

/**
 * Reads one sample of a container's statistics and computes what {@code docker stats} shows of it.
 *
 * @see <a href="https://docs.docker.com/reference/api/engine/version/v1.45/#tag/Container/operation/ContainerStats">GET
 *     /containers/{id}/stats</a>
 */
final class StatsSample {
    private final JsonCursor cursor;
    private Instant at = Instant.EPOCH;
    private final Cpu now = new Cpu();
    private final Cpu before = new Cpu();
    private long memory;
    private long memoryLimit;
    private long inactiveV1 = -1;
    private long inactiveV2;
    private long received;
    private long sent;
    private long read;
    private long written;
    private long processes;

    private static final class Cpu {
        private long total;
        private long system;
        private long online;
        private long counted;
    }

    private StatsSample(JsonCursor cursor) {
        this.cursor = cursor;
    }

    static ContainerStats read(JsonCursor cursor) {
        var sample = new StatsSample(cursor);
        cursor.object(sample::field);
        // Page cache that the kernel gives up at once is not use: total_inactive_file in cgroup v1, inactive_file in
        // v2.
        long cache = sample.inactiveV1 >= 0 ? sample.inactiveV1 : sample.inactiveV2;
        return new ContainerStats(
                sample.at,
                sample.cpuPercent(),
                cache < sample.memory ? sample.memory - cache : sample.memory,
                sample.memoryLimit,
                sample.received,
                sample.sent,
                sample.read,
                sample.written,
                sample.processes);
    }

    private double cpuPercent() {
        double used = now.total - before.total;
        double passed = now.system - before.system;
        long processors = now.online > 0 ? now.online : Math.max(1, now.counted);
        return used > 0 && passed > 0 ? used / passed * processors * 100 : 0;
    }

    private void field(String field) {
        switch (field) {
            case "read" -> at = Instants.parse(cursor.text()).orElse(Instant.EPOCH);
            case "cpu_stats" -> cpu(now);
            case "precpu_stats" -> cpu(before);
            case "memory_stats" -> cursor.object(this::memory);
            case "networks" ->
                cursor.object(device -> cursor.object(counter -> {
                    switch (counter) {
                        case "rx_bytes" -> received += cursor.number();
                        case "tx_bytes" -> sent += cursor.number();
                        default -> {}
                    }
                }));
            case "blkio_stats" ->
                cursor.object(list -> {
                    if (list.equals("io_service_bytes_recursive")) {
                        cursor.array(this::blockDevice);
                    }
                });
            case "pids_stats" ->
                cursor.object(counter -> {
                    if (counter.equals("current")) {
                        processes = cursor.number();
                    }
                });
            default -> {}
        }
    }

    private void cpu(Cpu cpu) {
        cursor.object(field -> {
            switch (field) {
                case "system_cpu_usage" -> cpu.system = cursor.number();
                case "online_cpus" -> cpu.online = cursor.number();
                case "cpu_usage" ->
                    cursor.object(inner -> {
                        switch (inner) {
                            case "total_usage" -> cpu.total = cursor.number();
                            case "percpu_usage" -> cursor.array(() -> cpu.counted++);
                            default -> {}
                        }
                    });
                default -> {}
            }
        });
    }

    private void memory(String field) {
        switch (field) {
            case "usage" -> memory = cursor.number();
            case "limit" -> memoryLimit = cursor.number();
            case "stats" ->
                cursor.object(counter -> {
                    switch (counter) {
                        case "total_inactive_file" -> inactiveV1 = cursor.number();
                        case "inactive_file" -> inactiveV2 = cursor.number();
                        default -> {}
                    }
                });
            default -> {}
        }
    }

    private void blockDevice() {
        var found = new Object() {
            String operation = "";
            long bytes;
        };
        cursor.object(field -> {
            switch (field) {
                case "op" -> found.operation = cursor.text();
                case "value" -> found.bytes = cursor.number();
                default -> {}
            }
        });
        if (found.operation.equalsIgnoreCase("read")) {
            read += found.bytes;
        } else if (found.operation.equalsIgnoreCase("write")) {
            written += found.bytes;
        }
    }
}
