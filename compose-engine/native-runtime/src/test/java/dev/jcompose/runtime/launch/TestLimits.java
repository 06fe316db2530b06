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
        return new CgroupLimits(
                memory,
                memory,
                OptionalLong.empty(),
                OptionalInt.empty(),
                OptionalLong.empty(),
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
