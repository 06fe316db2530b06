package dev.jcompose.runtime.cgroup;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.OptionalLong;
import java.util.SequencedMap;

/**
 * What a container uses.
 *
 * @param memory bytes in use, file cache included
 * @param memoryPeak the most that it ever was, in bytes; absent where the kernel does not tell
 * @param memoryDetails {@code memory.stat}
 * @param memoryLimit bytes; absent when not limited
 * @param cpuNanos CPU time used since it started, in nanoseconds
 * @param cpuUserNanos of that, in user mode
 * @param cpuSystemNanos of that, in the kernel
 * @param pids number of processes and threads
 * @param blockReadBytes bytes read from block devices since it started
 * @param blockWriteBytes bytes written
 */
public record CgroupStats(
        long memory,
        OptionalLong memoryPeak,
        SequencedMap<String, Long> memoryDetails,
        OptionalLong memoryLimit,
        long cpuNanos,
        long cpuUserNanos,
        long cpuSystemNanos,
        long pids,
        long blockReadBytes,
        long blockWriteBytes) {
    public CgroupStats {
        memoryDetails = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(memoryDetails));
    }
}
