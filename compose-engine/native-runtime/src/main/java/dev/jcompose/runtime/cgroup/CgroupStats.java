package dev.jcompose.runtime.cgroup;

import java.util.OptionalLong;

/**
 * What a container uses.
 *
 * @param memory bytes in use, without file cache that could be dropped at once
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
        OptionalLong memoryLimit,
        long cpuNanos,
        long cpuUserNanos,
        long cpuSystemNanos,
        long pids,
        long blockReadBytes,
        long blockWriteBytes) {}
