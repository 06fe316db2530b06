package dev.jcompose.runtime.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.runtime.cgroup.Hierarchy.Version;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CgroupLayoutTest {
    private static final String HYBRID = """
        27 1 254:0 / / rw,relatime - ext4 /dev/vda rw
        32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid - cgroup cgroup rw,cpu,cpuacct
        35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
        40 31 0:37 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,xattr,name=systemd
        41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw
        50 31 0:32 / /elsewhere/memory rw - cgroup cgroup rw,memory
        """;
    private static final Hierarchy V2 =
            new Hierarchy(Version.V2, Path.of("/sys/fs/cgroup"), Set.of("cpu", "memory", "pids", "io", "cpuset"));
    private static final CgroupLimits LIMITS = new CgroupLimits(
            OptionalLong.of(64 << 20),
            OptionalLong.empty(),
            OptionalLong.of(32 << 20),
            OptionalInt.of(10),
            OptionalLong.of(500_000_000),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.of(1024),
            Optional.of("0-1"),
            Optional.empty(),
            OptionalLong.of(100),
            OptionalInt.of(500),
            List.of(
                    new CgroupLimits.Throttle(8, 0, CgroupLimits.Direction.READ_BYTES, 1000),
                    new CgroupLimits.Throttle(8, 0, CgroupLimits.Direction.WRITE_OPERATIONS, 5)));

    @Test
    void aHybridHostIsReadFromItsMountTable() {
        var layout = CgroupLayout.parse(HYBRID.lines().toList());
        assertThat(layout.hierarchies())
                .containsExactly(
                        new Hierarchy(Version.V1, Path.of("/sys/fs/cgroup/cpu,cpuacct"), Set.of("cpu", "cpuacct")),
                        new Hierarchy(Version.V1, Path.of("/sys/fs/cgroup/memory"), Set.of("memory")),
                        new Hierarchy(Version.V1, Path.of("/sys/fs/cgroup/systemd"), Set.of("name=systemd")),
                        new Hierarchy(Version.V2, Path.of("/sys/fs/cgroup/unified"), Set.of()));
        assertThat(layout.isUnified()).isFalse();
        assertThat(layout.version()).isEqualTo("1");
    }

    @Test
    void aHybridHostLimitsThroughV1AndKillsThroughV2() {
        var plan = CgroupLayout.parse(HYBRID.lines().toList()).plan("/jcompose", "abc", LIMITS, DeviceRules.DEFAULT);
        assertThat(plan.unified()).contains(Path.of("/sys/fs/cgroup/unified/jcompose/abc"));
        assertThat(plan.oomCounter()).contains(Path.of("/sys/fs/cgroup/memory/jcompose/abc/memory.oom_control"));
        assertThat(lines(plan))
                .containsExactly(
                        "/sys/fs/cgroup/cpu,cpuacct/jcompose/abc/cpu.shares 1024",
                        "/sys/fs/cgroup/cpu,cpuacct/jcompose/abc/cpu.cfs_period_us 100000",
                        "/sys/fs/cgroup/cpu,cpuacct/jcompose/abc/cpu.cfs_quota_us 50000",
                        "/sys/fs/cgroup/memory/jcompose/abc/memory.limit_in_bytes 67108864",
                        "/sys/fs/cgroup/memory/jcompose/abc/memory.memsw.limit_in_bytes 134217728",
                        "/sys/fs/cgroup/memory/jcompose/abc/memory.soft_limit_in_bytes 33554432",
                        "/sys/fs/cgroup/memory/jcompose/abc/memory.swappiness 10");
        assertThat(plan.deviceFilter())
                .describedAs("no v1 devices controller here")
                .isPresent();
    }

    @Test
    void v2TakesConvertedValues() {
        var plan = CgroupLayout.of(V2).plan("/jcompose", "abc", LIMITS, DeviceRules.UNRESTRICTED);
        assertThat(lines(plan))
                .containsExactly(
                        "/sys/fs/cgroup/jcompose/abc/memory.max 67108864",
                        "/sys/fs/cgroup/jcompose/abc/memory.swap.max 67108864",
                        "/sys/fs/cgroup/jcompose/abc/memory.low 33554432",
                        "/sys/fs/cgroup/jcompose/abc/cpu.weight 100",
                        "/sys/fs/cgroup/jcompose/abc/cpu.max 50000 100000",
                        "/sys/fs/cgroup/jcompose/abc/cpuset.cpus 0-1",
                        "/sys/fs/cgroup/jcompose/abc/pids.max 100",
                        "/sys/fs/cgroup/jcompose/abc/io.bfq.weight 500",
                        "/sys/fs/cgroup/jcompose/abc/io.weight default 4950",
                        "/sys/fs/cgroup/jcompose/abc/io.max 8:0 rbps=1000 wiops=5");
        assertThat(plan.oomCounter()).contains(Path.of("/sys/fs/cgroup/jcompose/abc/memory.events"));
        assertThat(plan.deviceFilter()).isEmpty();
    }

    @Test
    void theEndsOfTheWeightsMeet() {
        assertThat(LimitsV2.cpuWeight(2)).isEqualTo(1);
        assertThat(LimitsV2.cpuWeight(262_144)).isEqualTo(10_000);
        assertThat(LimitsV2.cpuWeight(1024)).isEqualTo(100);
        assertThat(LimitsV2.ioWeight(10)).isEqualTo(1);
        assertThat(LimitsV2.ioWeight(1000)).isEqualTo(10_000);
    }

    @Test
    void aParentCannotLeaveTheFileSystem() {
        assertThatThrownBy(() -> CgroupLayout.of(V2).plan("/../../etc", "abc", LIMITS, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/../../etc");
    }

    private static List<String> lines(CgroupPlan plan) {
        return plan.writes().stream()
                .map(write -> write.file() + " " + write.value())
                .toList();
    }
}
