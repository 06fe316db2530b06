package dev.jcompose.runtime.launch;

import static dev.jcompose.runtime.launch.TestContainers.command;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jcompose.runtime.launch.Mount.Flag;
import dev.jcompose.runtime.launch.seccomp.SeccompProfile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a container sees of the host: nothing that it was not given. */
@Timeout(60)
class HostViewTest extends ContainerTest {
    /** A key that no other run has at the same time. */
    private static final long NUMBER = ProcessHandle.current().pid();

    @Test
    void processesOfTheHostCannotBeSignalled() throws Exception {
        assertThat(run(command("kill:" + ProcessHandle.current().pid()).build()))
                .isEqualTo("kill: ESRCH\n");
    }

    @Test
    void theRootIsItsOwnParent() throws Exception {
        assertThat(run(command("views").build()).lines()).contains("parent of /: itself", "session leader: yes");
    }

    /** As root of the initial user namespace it could change the mode of the host's device, and so take it from everybody. */
    @Test
    void theNullDeviceIsTheContainersOwnWhereverItIsUsed() throws Exception {
        var views = run(command("views").build()).lines().toList();
        assertThat(views).contains("input: the null device of /dev");
        assertThat(views)
                .filteredOn(line -> line.startsWith("mount /proc/"))
                .isNotEmpty()
                .noneMatch(line -> line.contains("devtmpfs"));
        var container = containers.start(containers
                .container(command("wait").build())
                .output(LaunchSpec.Output.FROM_ATTACHING)
                .build());
        try (var exec = containers
                .launcher()
                .exec(container, new ExecSpec(command("views").build(), Stdio.pipes()))) {
            assertThat(TestContainers.readAll(exec.stdio()).get(Attachment.Source.STDOUT))
                    .contains("input: the null device of /dev\n");
        }
    }

    @Test
    void objectsOfTheHostsInterprocessCommunicationAreInvisible() throws Exception {
        assertThat(onHost("make-ipc:" + NUMBER)).isEqualTo("shm: ok\nmq: ok\n");
        try {
            assertThat(run(command("views").build()).lines())
                    .contains("ipc shm: none", "ipc msg: none", "ipc sem: none");
            assertThat(run(command("find-ipc:" + NUMBER).build())).isEqualTo("shm: ENOENT\nmq: ENOENT\n");
            assertThat(onHost("find-ipc:" + NUMBER)).isEqualTo("shm: ok\nmq: ok\n");
        } finally {
            onHost("drop-ipc:" + NUMBER);
        }
    }

    @Test
    void aMountThatTheHostMakesLaterDoesNotAppear() throws Exception {
        var shared = Files.createDirectory(directory.resolve("shared"));
        assertThat(onHost("mount:" + shared, "share:" + shared)).isEqualTo("mount: ok\nshare: ok\n");
        try {
            var later = Files.createDirectory(shared.resolve("later"));
            var builder = containers
                    .container(command("out:ready", "line", "list:/data/later", "out:end")
                            .build())
                    .stdio(new Stdio.Pipes(Stdio.Input.OPEN));
            var mounts = new ArrayList<>(builder.build().mounts());
            mounts.add(new Mount.Bind(shared, "/data", Set.of(Flag.NO_EXEC)));
            var container = containers.start(builder.mounts(mounts).build());
            try (var attachment = container.attach()) {
                TestContainers.await(attachment, "ready\n");
                assertThat(onHost("mount:" + later)).isEqualTo("mount: ok\n");
                Files.createFile(later.resolve("secret"));
                attachment.stdin().write(ByteBuffer.wrap("\n".getBytes(StandardCharsets.UTF_8)));
                assertThat(TestContainers.readAll(attachment)).containsEntry(Attachment.Source.STDOUT, "end\n");
            }
            onHost("umount:" + later);
        } finally {
            onHost("umount:" + shared);
        }
    }

    @Test
    void aSetuidProgramGivesRightsUnlessNewOnesAreForbidden() throws Exception {
        var program = containers.image().resolve("setuid");
        Files.copy(containers.image().resolve("probe"), program);
        Files.setAttribute(program, "unix:mode", 04755);
        var user = new Credentials(1000, 1000, List.of(1000));
        var process = ProcessSpec.command(List.of("/setuid", "effective"))
                .seccomp(SeccompProfile.defaultFor(Capabilities.DEFAULT))
                .credentials(user);
        assertThat(run(process.build())).isEqualTo("uid=1000 euid=0\n");
        assertThat(run(process.privileges(ProcessSpec.Privileges.FIXED).build()))
                .isEqualTo("uid=1000 euid=1000\n");
    }

    @Test
    void aShareOfTheProcessorsIsNotExceeded() throws Exception {
        var limits = TestLimits.processors(500_000_000L);
        var container = containers.start(
                containers.container(command("burn:2").build(), limits).build());
        try (var attachment = container.attach()) {
            var exit = container.onExit().get(40, TimeUnit.SECONDS);
            String[] burnt =
                    TestContainers.finish(attachment, exit).out().strip().split(" of ");
            // The kernel grants a quota in slices, so a little more than the half is possible.
            assertThat(Double.parseDouble(burnt[0]) / Double.parseDouble(burnt[1]))
                    .isLessThan(0.6);
        }
    }

    private String run(ProcessSpec process) throws Exception {
        return containers.run(containers.container(process).build()).out();
    }

    /** The same program beside the containers. */
    private String onHost(String... steps) throws Exception {
        var command = new ArrayList<String>();
        command.add(containers.image().resolve("probe").toString());
        command.addAll(List.of(steps));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text).isZero();
        return text;
    }
}
