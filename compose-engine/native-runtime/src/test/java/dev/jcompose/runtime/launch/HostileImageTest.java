package dev.jcompose.runtime.launch;

import static dev.jcompose.runtime.launch.TestContainers.command;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Images and containers that try to make the helper work for them: each is a kind of hole that runtimes have had. */
@Timeout(120)
class HostileImageTest extends ContainerTest {
    private static final Path CORE_PATTERN = Path.of("/proc/sys/kernel/core_pattern");
    private static final int RACES = Integer.getInteger("races", 40);

    /** CVE-2019-5736: the image has the kernel run the runtime's own program as the interpreter of a script. */
    @Test
    void anEntrypointThatIsTheHelperItselfGainsNothing() throws Exception {
        var script = containers.image().resolve("script");
        Files.writeString(script, "#!/proc/self/exe\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        var process = ProcessSpec.command(List.of("/script")).build();

        var result = containers.run(containers.container(process).build());

        assertThat(result.code()).as("the helper has no engine to obey there").isNotZero();
        assertThat(run("out:as before")).isEqualTo("as before\n");
    }

    /** The same from beside: a process that waits for the helper to come into the container. */
    @Test
    void theHelperThatJoinsAContainerIsNotToBeOpened() throws Exception {
        var container = containers.start(containers
                .container(command("out:ready", "seize").build())
                .stdio(new Stdio.Pipes(Stdio.Input.OPEN))
                .build());
        try (var attachment = container.attach()) {
            TestContainers.await(attachment, "ready\n");
            for (int i = 0; i < RACES; i++) {
                try (var exec = containers
                        .launcher()
                        .exec(container, new ExecSpec(command("exit:0").build(), Stdio.pipes()))) {
                    assertThat(exec.onExit().get(30, TimeUnit.SECONDS).code()).isZero();
                }
            }
            attachment.stdin().write(ByteBuffer.wrap("\n".getBytes(StandardCharsets.UTF_8)));
            assertThat(TestContainers.readAll(attachment)).containsEntry(Attachment.Source.STDOUT, "seized 0\n");
        }
    }

    /** CVE-2025-31133, CVE-2025-52565: what the helper binds from /dev must not be what the image has put there. */
    @Test
    void devicesThatAreLinksInTheImageAreNotFollowed() throws Exception {
        String before = Files.readString(CORE_PATTERN);
        var dev = Files.createDirectories(containers.image().resolve("dev/pts"));
        for (Path link : List.of(dev.resolveSibling("null"), dev.resolveSibling("console"), dev.resolve("0"))) {
            Files.createSymbolicLink(link, CORE_PATTERN);
        }

        assertThat(run("views").lines())
                .contains("mode /dev/null: 20666 1:3 of 0")
                .containsAnyOf("read /proc/keys: empty", "read /proc/keys: ENOENT");
        var terminal = containers.start(containers
                .container(command("terminal", "views").build())
                .stdio(new Stdio.Terminal(Stdio.Input.NONE, new WindowSize(24, 80)))
                .build());
        try (var attachment = terminal.attach()) {
            assertThat(TestContainers.readAll(attachment).get(Attachment.Source.STDOUT))
                    .contains("tty /dev/pts/0 24 80")
                    .contains("mode /dev/console: 206");
        }
        assertThat(terminal.onExit().get(20, TimeUnit.SECONDS).code()).isZero();
        assertThat(Files.readString(CORE_PATTERN)).isEqualTo(before);
    }

    /** CVE-2021-30465: a container swaps the target of another one's mount for a link while that one starts. */
    @Test
    void aTargetThatTurnsIntoALinkDuringTheStartDoesNotLeadOut() throws Exception {
        var shared = Files.createDirectory(directory.resolve("shared"));
        var marker = Files.createDirectory(directory.resolve("marker"));
        var source = Files.createDirectory(directory.resolve("source"));
        Files.createFile(source.resolve("inside"));
        var racer = containers.start(with(
                containers.container(command("flip:/vol/target,../../../../../../../../.." + marker)
                        .build()),
                new Mount.Bind(shared, "/vol", Set.of())));
        try (var attachment = racer.attach()) {
            TestContainers.await(attachment, "flipping\n");
        }
        for (int i = 0; i < RACES; i++) {
            var spec = with(
                    containers.container(command("exit:0").build()),
                    new Mount.Bind(shared, "/vol", Set.of()),
                    new Mount.Bind(source, "/vol/target/deep", Set.of()));
            try {
                containers.run(spec);
            } catch (LaunchException e) {
                assertThat(e).as("who loses the race does not start").hasMessageContaining("/vol/target");
            }
            assertThat(marker).isEmptyDirectory();
        }
        racer.killAll();
        racer.onExit().get(20, TimeUnit.SECONDS);
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(directory.toString());
    }

    private static LaunchSpec with(LaunchSpec.Builder builder, Mount... more) {
        var mounts = new ArrayList<>(builder.build().mounts());
        mounts.addAll(List.of(more));
        return builder.mounts(mounts).build();
    }

    private String run(String... steps) throws Exception {
        return containers
                .run(containers.container(command(steps).build()).build())
                .out();
    }
}
