package dev.jcompose.runtime.launch;

import static dev.jcompose.runtime.launch.TestContainers.command;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jcompose.runtime.cgroup.CgroupLayout;
import dev.jcompose.runtime.cgroup.MigrationWarmer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The cgroups of a running container. */
@Timeout(60)
class CgroupTest extends ContainerTest {
    @Test
    void aFrozenContainerStandsStillUntilItIsThawed() throws Exception {
        var spec = containers
                .container(command("cat").build())
                .stdio(new Stdio.Pipes(Stdio.Input.OPEN))
                .build();
        var container = containers.start(spec);
        var cgroup = containers.layout().cgroup(CgroupLayout.PARENT, spec.id());
        assertThat(cgroup.processes()).containsExactly(container.pid());
        cgroup.freeze();
        assertThat(Files.readString(spec.cgroup().unified().orElseThrow().resolve("cgroup.events")))
                .contains("frozen 1");
        try (var attachment = container.attach()) {
            attachment.closeStdin();
            assertThat(container.onExit()).isNotDone();
            cgroup.thaw();
            assertThat(attachment.read()).isEmpty();
        }
        assertThat(container.onExit().get().code()).isZero();
    }

    @Test
    void usageIsMeasured() throws Exception {
        var limits = TestLimits.memoryAndPids(OptionalLong.of(64 << 20), OptionalLong.of(9));
        var spec = containers
                .container(command("eat:20", "out:full", "wait").build(), limits)
                .build();
        var container = containers.start(spec);
        try (var attachment = container.attach()) {
            TestContainers.await(attachment, "full");
        }
        var stats = containers.layout().cgroup(CgroupLayout.PARENT, spec.id()).stats();
        assertThat(stats.memory()).isBetween(20L << 20, 40L << 20);
        assertThat(stats.memoryLimit()).hasValue(64 << 20);
        assertThat(stats.cpuNanos()).isPositive();
        assertThat(stats.pids()).isEqualTo(1);
    }

    @Test
    void keepingTheKernelWarmMovesThisProcessNowhere() throws Exception {
        var before = Files.readString(Path.of("/proc/self/cgroup"));
        var warmer = MigrationWarmer.of(containers.layout());
        warmer.keepWarm(Duration.ofMillis(50));
        containers.run(containers.container(command("exit:0").build()).build());
        assertThat(Files.readString(Path.of("/proc/self/cgroup"))).isEqualTo(before);
    }
}
