package dev.jcompose.runtime.launch;

import dev.jcompose.runtime.cgroup.CgroupLimits;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Limits for tests. */
final class TestLimits {
    private TestLimits() {}

    static CgroupLimits memoryAndPids(OptionalLong memory, OptionalLong pids) {
        return limits(memory, pids, OptionalLong.empty());
    }

    /** @param nanoseconds of processor time for each second */
    static CgroupLimits processors(long nanoseconds) {
        return limits(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.of(nanoseconds));
    }

    private static CgroupLimits limits(OptionalLong memory, OptionalLong pids, OptionalLong processors) {
        return new CgroupLimits(
                memory,
                memory,
                OptionalLong.empty(),
                OptionalInt.empty(),
                processors,
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                pids,
                OptionalInt.empty(),
                List.of());
    }
}
