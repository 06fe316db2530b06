package dev.jcompose.runtime.launch;

import static dev.jcompose.runtime.launch.TestContainers.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ExecTest {
    @TempDir
    Path directory;

    private TestContainers containers;
    private LaunchSpec spec;
    private Supervised container;

    @BeforeEach
    void open() throws Exception {
        containers = TestContainers.in(directory);
        spec = containers
                .container(command("wait").build())
                .output(LaunchSpec.Output.FROM_ATTACHING)
                .build();
        container = containers.start(spec);
    }

    @AfterEach
    void close() throws Exception {
        if (containers != null) {
            containers.close();
        }
    }

    @Test
    void aProcessJoinsTheContainerWithStreamsAndExitCodeOfItsOwn() throws Exception {
        var result = run(command("identity", "err:oops", "exit:9")
                .credentials(new Credentials(7, 8, List.of(8)))
                .workingDirectory("/etc")
                .build());
        assertThat(result.out()).matches("pid=[2-9] uid=7 gid=8 groups=8 host=probe cwd=/etc umask=022\n");
        assertThat(result.err()).isEqualTo("oops\n");
        assertThat(result.code()).isEqualTo(9);
    }

    @Test
    void itHasTheRightsItWasGivenAndNoForeignDescriptors() throws Exception {
        assertThat(run(command("list:/proc/self/fd").build()).out().lines()).containsExactlyInAnyOrder("0", "1", "2");
        assertThat(run(command("cat:/proc/self/status").build()).out())
                .contains("CapEff:\t00000000a80425fb", "CapBnd:\t00000000a80425fb", "CapInh:\t0000000000000000")
                .contains("Seccomp:\t2", "NoNewPrivs:\t0");
        assertThat(run(command("cat:/proc/self/status")
                                .privileges(ProcessSpec.Privileges.FIXED)
                                .credentials(new Credentials(1000, 1000, List.of(1000)))
                                .build())
                        .out())
                .contains("CapEff:\t0000000000000000", "Seccomp:\t2", "NoNewPrivs:\t1");
    }

    @Test
    void itIsCountedInTheContainersCgroups() throws Exception {
        try (var exec = containers
                .launcher()
                .exec(container, new ExecSpec(command("out:ready", "wait").build(), Stdio.pipes()))) {
            TestContainers.await(exec.stdio(), "ready");
            for (Path cgroup : spec.cgroup().directories()) {
                assertThat(Files.readAllLines(cgroup.resolve("cgroup.procs")))
                        .describedAs("%s", cgroup)
                        .contains(Integer.toString(exec.pid()));
            }
            exec.signal(9);
            assertThat(exec.onExit().get(20, TimeUnit.SECONDS).code()).isEqualTo(137);
        }
    }

    @Test
    void itEndsWithTheContainer() throws Exception {
        var exec = containers
                .launcher()
                .exec(container, new ExecSpec(command("wait").build(), Stdio.pipes()));
        container.signal(9);
        assertThat(exec.onExit().get(20, TimeUnit.SECONDS).code()).isEqualTo(137);
        container.onExit().get(20, TimeUnit.SECONDS);
        var late = new ExecSpec(command("wait").build(), Stdio.pipes());
        assertThatThrownBy(() -> containers.launcher().exec(container, late)).isInstanceOf(LaunchException.class);
    }

    @Test
    void nothingOfItsOutputIsLostToASlowReader() throws Exception {
        try (var exec = containers
                .launcher()
                .exec(container, new ExecSpec(command("flood:4096000").build(), Stdio.pipes()))) {
            Thread.sleep(50); // a reader that takes its time is what this is about
            var out = TestContainers.readAll(exec.stdio());
            assertThat(out.get(Attachment.Source.STDOUT)).hasSize(4096000);
            assertThat(exec.onExit().get(20, TimeUnit.SECONDS).code()).isZero();
        }
    }

    @Test
    void aTerminalBelongsToTheContainer() throws Exception {
        var stdio = new Stdio.Terminal(Stdio.Input.OPEN, new WindowSize(10, 20));
        try (var exec = containers
                .launcher()
                .exec(container, new ExecSpec(command("terminal", "cat").build(), stdio))) {
            TestContainers.await(exec.stdio(), "tty /dev/pts/0 10 20\r\n");
            exec.stdio().stdin().write(ByteBuffer.wrap("x\n\4".getBytes(StandardCharsets.UTF_8)));
            assertThat(exec.onExit().get(20, TimeUnit.SECONDS).code()).isZero();
        }
    }

    @Test
    void failuresHaveDockersCodes() {
        var absent = new ExecSpec(
                ProcessSpec.command(List.of("absent"))
                        .environment(List.of("PATH=/"))
                        .build(),
                Stdio.pipes());
        assertThatThrownBy(() -> containers.launcher().exec(container, absent))
                .isInstanceOfSatisfying(
                        LaunchException.class, e -> assertThat(e.exitCode()).isEqualTo(127));
    }

    @Test
    void noSocketAndNoProcessStaysBehind() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(run(command("identity").build()).code()).isZero();
        }
        try (Stream<Path> files = Files.list(spec.stateDirectory())) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.startsWith("exec"));
        }
        var unified = spec.cgroup().unified().orElse(spec.cgroup().directories().getFirst());
        assertThat(Files.readAllLines(unified.resolve("cgroup.procs")))
                .containsExactly(Integer.toString(container.pid()));
    }

    private TestContainers.Result run(ProcessSpec process) throws Exception {
        try (var exec = containers.launcher().exec(container, new ExecSpec(process, Stdio.pipes()))) {
            return TestContainers.finish(exec.stdio(), exec.onExit().get(20, TimeUnit.SECONDS));
        }
    }
}
