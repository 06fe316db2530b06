package dev.jcompose.engine;

import java.time.Instant;

/**
 * Use of resources at one moment.
 *
 * @param cpuPercent of one processor since the sample before: 200 means two processors were busy
 * @param memoryUsed in bytes, without the page cache that could be given up at once
 * @param memoryLimit in bytes
 * @param networkReceived in bytes since start, over all interfaces; likewise the others
 */
public record ContainerStats(
        Instant at,
        double cpuPercent,
        long memoryUsed,
        long memoryLimit,
        long networkReceived,
        long networkSent,
        long blockRead,
        long blockWritten,
        long processes) {}
