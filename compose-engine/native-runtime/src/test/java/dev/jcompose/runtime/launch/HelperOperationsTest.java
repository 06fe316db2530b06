package dev.jcompose.runtime.launch;

import static dev.jcompose.runtime.launch.TestContainers.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.runtime.cgroup.CgroupPlan;
import dev.jcompose.runtime.launch.Mount.Filesystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the helper does for containers that are not like most. */
@Timeout(120)
class HelperOperationsTest extends ContainerTest {
    @Test
    void cgroupsThatTheContainerMadeGoWithIt() throws Exception {
        var spec = containers
                .container(command("wait").build())
                .output(LaunchSpec.Output.FROM_ATTACHING)
                .build();
        var container = containers.start(spec);
        for (Path cgroup : spec.cgroup().directories()) {
            Files.createDirectories(cgroup.resolve("nested/deeper"));
        }
        container.killAll();
        assertThat(container.onExit().get(20, TimeUnit.SECONDS).code()).isEqualTo(137);
        assertThat(spec.cgroup().directories())
                .allSatisfy(cgroup -> assertThat(cgroup).doesNotExist());
    }

    /** As before Linux 5.14, which has no cgroup.kill. */
    @Test
    void withoutACgroupThatKillsEveryProcessIsKilledByItself() throws Exception {
        var builder = containers.container(command("daemon", "out:done").build());
        var plan = builder.build().cgroup();
        var limited = plan.directories().stream()
                .filter(cgroup -> !Optional.of(cgroup).equals(plan.unified()))
                .toList();
        org.junit.jupiter.api.Assumptions.assumeFalse(limited.isEmpty(), "needs a cgroup v1 hierarchy");
        var spec = builder.cgroup(
                        new CgroupPlan(limited, Optional.empty(), List.of(), Optional.empty(), Optional.empty()))
                .mounts(builder.build().mounts().stream()
                        .filter(mount -> !(mount instanceof Mount.Bind))
                        .toList())
                .build();
        assertThat(containers.run(spec).code()).isZero();
        assertThat(limited).allSatisfy(cgroup -> assertThat(cgroup).doesNotExist());
    }

    @Test
    void aTmpfsOverADirectoryOfTheImageHasItsMode() throws Exception {
        Files.setAttribute(Files.createDirectory(containers.image().resolve("kept")), "unix:mode", 0750);
        var spec = with(
                new Filesystem("tmpfs", "/kept", Set.of(), List.of()),
                new Filesystem("tmpfs", "/new", Set.of(Mount.Flag.STRICT_ATIME), List.of()));
        assertThat(containers.run(spec).out()).isEqualTo("mode /kept: 40750 of 0\nmode /new: 41777 of 0\n");
    }

    private LaunchSpec with(Mount... more) throws Exception {
        var builder = containers.container(command("mode:/kept", "mode:/new").build());
        var mounts = new ArrayList<>(builder.build().mounts());
        mounts.addAll(List.of(more));
        return builder.mounts(mounts).build();
    }

    @Test
    void anInitPassesSignalsOnAndSaysWhenThereIsNoCommand() throws Exception {
        var container = containers.start(containers
                .container(command("trap:10", "out:ready", "wait").build())
                .init(LaunchSpec.Init.DOCKER_INIT)
                .build());
        try (var attachment = container.attach()) {
            TestContainers.await(attachment, "ready\n");
            assertThat(container.signal(10)).isTrue();
            assertThat(TestContainers.readAll(attachment)).containsEntry(Attachment.Source.STDOUT, "signal 10\n");
        }
        assertThat(container.onExit().get(20, TimeUnit.SECONDS).code()).isEqualTo(10);
        var without = ProcessSpec.command(List.of("/nosuch")).build();
        assertThat(containers
                        .run(containers
                                .container(without)
                                .init(LaunchSpec.Init.DOCKER_INIT)
                                .build())
                        .code())
                .isEqualTo(127);
    }

    @Test
    void aDeviceThatIsThereAlreadyIsLeftAndABindMayCountAccesses() throws Exception {
        var source = Files.createDirectory(directory.resolve("source"));
        var builder = containers
                .container(command("mode:/dev/null", "cat:/proc/self/mountinfo").build())
                .devices(List.of(DeviceNode.open("/dev/null", 1, 5)));
        var mounts = new ArrayList<>(builder.build().mounts());
        mounts.add(new Mount.Bind(source, "/strict", Set.of(Mount.Flag.STRICT_ATIME)));
        assertThat(containers.run(builder.mounts(mounts).build()).out())
                .startsWith("mode /dev/null: 20666 1:3 of 0\n")
                .containsPattern(" /strict rw[ ,](?!relatime)");
    }

    @Test
    void limitsOfTheProcessAreSet() throws Exception {
        var process = command("cat:/proc/self/limits")
                .rlimits(List.of(new Rlimit(Rlimit.Resource.CORE, 4096, 8192)))
                .build();
        assertThat(containers.run(containers.container(process).build()).out().lines())
                .anyMatch(line -> line.matches("Max core file size +4096 +8192 +bytes *"));
    }

    @Test
    void thePathOfTheContainerMayHaveEmptyAndForbiddenParts() throws Exception {
        var here = ProcessSpec.command(List.of("probe", "out:found"))
                .environment(List.of("PATH=/etc/plain/x::/nowhere"))
                .build();
        assertThat(containers.run(containers.container(here).build()).out()).isEqualTo("found\n");
        var forbidden = ProcessSpec.command(List.of("plain"))
                .environment(List.of("PATH=/etc"))
                .build();
        assertThatThrownBy(
                        () -> containers.start(containers.container(forbidden).build()))
                .isInstanceOfSatisfying(
                        LaunchException.class, e -> assertThat(e.exitCode()).isEqualTo(126));
    }

    @Test
    void aRootWithoutItsDirectoriesIsNotMounted() throws Exception {
        var whole = containers.container(command("wait").build()).build();
        var missing = directory.resolve("missing");
        var overlay = (RootFilesystem.Overlay) whole.root();
        for (var broken : List.of(
                new RootFilesystem.Overlay(List.of(missing), overlay.upper(), overlay.work()),
                new RootFilesystem.Overlay(overlay.lower(), missing, overlay.work()),
                new RootFilesystem.Overlay(overlay.lower(), overlay.upper(), missing))) {
            var spec = LaunchSpec.builder(whole.id(), whole.stateDirectory(), broken, whole.process())
                    .build();
            assertThatThrownBy(() -> containers.start(spec))
                    .isInstanceOf(LaunchException.class)
                    .hasMessageContaining(missing.toString());
        }
    }

    @Test
    void aRootThatIsAFileIsNone() throws Exception {
        var whole = containers.container(command("wait").build()).build();
        var file = containers.image().resolve("probe");
        var spec = LaunchSpec.builder(
                        whole.id(), whole.stateDirectory(), new RootFilesystem.Directory(file), whole.process())
                .build();
        assertThatThrownBy(() -> containers.start(spec))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("open mount point '" + file);
    }

    @Test
    void aTerminalComesFromDevptsOnly() throws Exception {
        var builder = containers
                .container(command("wait").build())
                .stdio(new Stdio.Terminal(Stdio.Input.NONE, new WindowSize(24, 80)));
        var mounts = builder.build().mounts().stream()
                .filter(mount -> !mount.target().equals("/dev/pts"))
                .toList();
        var spec = builder.mounts(mounts).build();
        assertThatThrownBy(() -> containers.start(spec))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("open a terminal in /dev/pts");
    }

    @Test
    void aRunningContainerWithoutANullDeviceLendsNobodyTheHosts() throws Exception {
        var container = containers.start(containers
                .container(command("unlink:/dev/null", "write:/dev/null", "out:ready", "wait")
                        .build())
                .build());
        try (var attachment = container.attach()) {
            TestContainers.await(attachment, "ready\n");
            try (var exec = containers
                    .launcher()
                    .exec(container, new ExecSpec(command("input").build(), Stdio.pipes()))) {
                assertThat(TestContainers.readAll(exec.stdio()))
                        .containsEntry(Attachment.Source.STDOUT, "input: a pipe\n");
            }
        }
    }
}
