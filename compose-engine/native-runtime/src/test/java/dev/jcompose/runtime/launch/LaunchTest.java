package dev.jcompose.runtime.launch;

import static dev.jcompose.runtime.launch.TestContainers.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.runtime.launch.Mount.Flag;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LaunchTest extends ContainerTest {
    private static final int SIGUSR1 = 10;
    private static final int SIGKILL = 9;

    @Test
    void outputIsLoggedByStreamAndTheExitCodeKept() throws Exception {
        var log = directory.resolve("log");
        var result = containers.run(containers
                .container(command("out:hello", "err:trouble", "exit:3").build())
                .log(LogFile.unlimited(log))
                .build());
        assertThat(result.out()).isEqualTo("hello\n");
        assertThat(result.err()).isEqualTo("trouble\n");
        assertThat(result.code()).isEqualTo(3);
        assertThat(Files.readString(log))
                .contains("{\"log\":\"hello\\n\",\"stream\":\"stdout\",\"time\":\"")
                .contains("{\"log\":\"trouble\\n\",\"stream\":\"stderr\",\"time\":\"");
    }

    @Test
    void bothStreamsOfAShortLifeAreLoggedWithoutAnyReader() throws Exception {
        for (int i = 0; i < 5; i++) {
            var log = directory.resolve("log" + i);
            var container = containers.start(containers
                    .container(command("out:a", "err:b").build())
                    .output(LaunchSpec.Output.FROM_ATTACHING)
                    .log(LogFile.unlimited(log))
                    .build());
            container.onExit().get(20, TimeUnit.SECONDS);
            assertThat(Files.readString(log))
                    .contains("{\"log\":\"a\\n\",\"stream\":\"stdout\"", "{\"log\":\"b\\n\",\"stream\":\"stderr\"");
        }
    }

    @Test
    void theProcessIsWhoAndWhereItShouldBe() throws Exception {
        var process = command("identity")
                .credentials(new Credentials(1000, 1001, List.of(1001, 50)))
                .workingDirectory("/made/on/demand")
                .umask(0027)
                .build();
        assertThat(containers.run(containers.container(process).build()).out())
                .isEqualTo("pid=1 uid=1000 gid=1001 groups=50,1001 host=probe cwd=/made/on/demand umask=027\n");
    }

    @Test
    void theEnvironmentIsExactlyTheGivenOne() throws Exception {
        var process = command("env")
                .environment(List.of("PATH=/", "A=1", "B=two words"))
                .build();
        assertThat(containers.run(containers.container(process).build()).out()).isEqualTo("PATH=/\nA=1\nB=two words\n");
    }

    @Test
    void theCommandIsLookedUpInThePathOfTheContainer() throws Exception {
        var process = ProcessSpec.command(List.of("probe", "out:found"))
                .environment(List.of("PATH=/nowhere:/etc:/"))
                .build();
        assertThat(containers.run(containers.container(process).build()).out()).isEqualTo("found\n");
    }

    @Test
    void failuresToExecuteHaveDockersCodesAndLeaveNothing() throws Exception {
        assertFails(127, "executable file not found in $PATH", "absent");
        assertFails(127, "no such file or directory", "/absent");
        assertFails(126, "permission denied", "/etc");
        assertFails(126, "permission denied", "/etc/plain");
    }

    private void assertFails(int code, String message, String command) throws Exception {
        var spec = containers
                .container(ProcessSpec.command(List.of(command))
                        .environment(List.of("PATH=/"))
                        .build())
                .build();
        assertThatThrownBy(() -> containers.start(spec))
                .isInstanceOfSatisfying(
                        LaunchException.class, e -> assertThat(e.exitCode()).isEqualTo(code))
                .hasMessageContaining(message)
                .hasMessageContaining(command);
        assertThat(spec.cgroup().directories())
                .allSatisfy(cgroup -> assertThat(cgroup).doesNotExist());
    }

    @Test
    void aSignalReachesTheProcessAndAKillGives137() throws Exception {
        var trap = containers.start(containers
                .container(command("trap:" + SIGUSR1, "out:ready", "wait").build())
                .build());
        try (var attachment = trap.attach()) {
            TestContainers.await(attachment, "ready");
            assertThat(trap.signal(SIGUSR1)).isTrue();
            assertThat(TestContainers.readAll(attachment)).containsEntry(Attachment.Source.STDOUT, "signal 10\n");
        }
        assertThat(trap.onExit().get().code()).isEqualTo(SIGUSR1);
        assertThat(trap.signal(SIGUSR1)).isFalse();

        var waiting = containers.start(containers
                .container(command("wait").build())
                .output(LaunchSpec.Output.FROM_ATTACHING)
                .build());
        waiting.signal(SIGKILL);
        var exit = waiting.onExit().get(20, TimeUnit.SECONDS);
        assertThat(exit.code()).isEqualTo(137);
        assertThat(exit.signal()).hasValue(SIGKILL);
    }

    @Test
    void theEndOfTheFirstProcessKillsWhatItLeftAndFreesItsCgroups() throws Exception {
        var spec = containers.container(command("daemon", "out:done").build()).build();
        assertThat(containers.run(spec).code()).isZero();
        assertThat(spec.cgroup().directories())
                .isNotEmpty()
                .allSatisfy(cgroup -> assertThat(cgroup).doesNotExist());
    }

    @Test
    void inputArrivesAndEnds() throws Exception {
        var container = containers.start(containers
                .container(command("cat").build())
                .stdio(new Stdio.Pipes(Stdio.Input.OPEN))
                .build());
        var text = "a line of input\n".repeat(20_000);
        try (var attachment = container.attach()) {
            var writer = Thread.ofVirtual().start(() -> write(attachment, text));
            assertThat(TestContainers.readAll(attachment)).containsEntry(Attachment.Source.STDOUT, text);
            writer.join();
        }
        assertThat(container.onExit().get().code()).isZero();
    }

    private static void write(Attachment attachment, String text) {
        try {
            attachment.stdin().write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            attachment.closeStdin();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aTerminalHasTheSizeItWasGiven() throws Exception {
        var container = containers.start(containers
                .container(command("terminal", "cat").build())
                .stdio(new Stdio.Terminal(Stdio.Input.OPEN, new WindowSize(25, 100)))
                .build());
        try (var attachment = container.attach()) {
            TestContainers.await(attachment, "tty /dev/pts/0 25 100\r\n");
            container.resize(new WindowSize(30, 90));
            attachment.stdin().write(ByteBuffer.wrap("typed\n\4".getBytes(StandardCharsets.UTF_8)));
            TestContainers.await(attachment, "typed\r\ntyped\r\n");
        }
        assertThat(container.onExit().get().code()).isZero();
    }

    @Test
    void anInitReapsAndEndsAsTheCommandEnds() throws Exception {
        var result = containers.run(containers
                .container(command("identity", "daemon", "exit:5").build())
                .init(LaunchSpec.Init.DOCKER_INIT)
                .build());
        assertThat(result.out()).startsWith("pid=2 ");
        assertThat(result.code()).isEqualTo(5);
    }

    @Test
    void mountsHaveTheirFlags() throws Exception {
        var data = Files.createDirectory(directory.resolve("data"));
        var file = Files.writeString(directory.resolve("file"), "content\n");
        var builder = containers.container(
                command("cat:/deep/file", "write:/data/new", "write:/ro/new", "write:/scratch/new", "write:/new")
                        .build());
        var mounts = new ArrayList<>(builder.build().mounts());
        mounts.add(new Mount.Bind(data, "/data", Set.of()));
        mounts.add(new Mount.Bind(data, "/ro", Set.of(Flag.READ_ONLY)));
        mounts.add(new Mount.Bind(file, "/deep/file", Set.of(Flag.READ_ONLY)));
        mounts.add(new Mount.Filesystem("tmpfs", "/scratch", Set.of(Flag.NO_EXEC), List.of("size=1m")));
        var result = containers.run(builder.mounts(mounts)
                .rootAccess(LaunchSpec.RootAccess.READ_ONLY)
                .build());
        assertThat(result.out()).isEqualTo("content\n/data/new: ok\n/ro/new: EROFS\n/scratch/new: ok\n/new: EROFS\n");
        assertThat(data.resolve("new")).exists();
    }

    @Test
    void aDirectoryDoesNotFitOntoAFile() throws Exception {
        var builder = containers.container(command("identity").build());
        var mounts = new ArrayList<>(builder.build().mounts());
        mounts.add(new Mount.Bind(Files.createDirectory(directory.resolve("dir")), "/etc/plain", Set.of()));
        assertThatThrownBy(() -> containers.start(builder.mounts(mounts).build()))
                .isInstanceOfSatisfying(
                        LaunchException.class, e -> assertThat(e.exitCode()).isEqualTo(127))
                .hasMessageContaining("Are you trying to mount a directory onto a file");
    }

    @Test
    void linksOfTheImageDoNotLeadMountsOut() throws Exception {
        var marker = Files.createDirectory(directory.resolve("marker"));
        Files.createSymbolicLink(containers.image().resolve("escape"), Path.of("../../../../../../.."));
        Files.createSymbolicLink(containers.image().resolve("direct"), marker);
        var builder = containers.container(
                command("list:/escape" + marker, "write:/direct/new").build());
        var mounts = new ArrayList<>(builder.build().mounts());
        var source = Files.createDirectory(directory.resolve("source"));
        Files.createFile(source.resolve("inside"));
        mounts.add(new Mount.Bind(source, "/escape" + marker, Set.of()));
        assertThat(containers.run(builder.mounts(mounts).build()).out()).isEqualTo("inside\n/direct/new: ok\n");
        assertThat(marker).isEmptyDirectory();
        Files.delete(containers.image().resolve("escape"));
        Files.delete(containers.image().resolve("direct"));
    }

    @Test
    void aSlowReaderDoesNotStopTheContainer() throws Exception {
        var container = containers.start(
                containers.container(command("flood:8000000", "exit:4").build()).build());
        try (var slow = container.attach()) {
            assertThat(container.onExit().get(30, TimeUnit.SECONDS).code()).isEqualTo(4);
            assertThat(slow.read()).isPresent();
        }
    }

    @Test
    void limitsAreEnforced() throws Exception {
        var limits = TestLimits.memoryAndPids(OptionalLong.of(16 << 20), OptionalLong.of(5));
        var forks = containers.run(
                containers.container(command("forks").build(), limits).build());
        assertThat(forks.out()).isEqualTo("4 EAGAIN\n");
        var eats = containers.run(containers
                .container(command("eat:64", "exit:1").build(), limits)
                .build());
        assertThat(eats.code()).isEqualTo(137);
        assertThat(eats.exit().oomKilled()).isTrue();
    }

    @Test
    void manyAtOnceLeaveNothingBehind() throws Exception {
        cycle();
        long descriptors = openDescriptors();
        for (int round = 0; round < 3; round++) {
            cycle();
        }
        assertThat(openDescriptors()).isLessThanOrEqualTo(descriptors);
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(directory.toString());
        assertThat(ProcessHandle.current().children().filter(LaunchTest::isSupervisor))
                .isEmpty();
    }

    private void cycle() throws Exception {
        var specs = new ArrayList<LaunchSpec>();
        for (int i = 0; i < 8; i++) {
            specs.add(containers
                    .container(command("wait").build())
                    .output(LaunchSpec.Output.FROM_ATTACHING)
                    .build());
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var starts = specs.stream()
                    .map(spec -> threads.submit(() -> containers.launcher().start(spec)))
                    .toList();
            for (var start : starts) {
                start.get().killAll();
                assertThat(start.get().onExit().get(20, TimeUnit.SECONDS).code())
                        .isEqualTo(137);
            }
        }
        assertThat(specs)
                .flatMap(spec -> spec.cgroup().directories())
                .allSatisfy(cgroup -> assertThat(cgroup).doesNotExist());
        // A supervisor ends after it has reported; the parent of all is this process.
        for (var child : ProcessHandle.current()
                .children()
                .filter(LaunchTest::isSupervisor)
                .toList()) {
            child.onExit().get(20, TimeUnit.SECONDS);
        }
    }

    private static boolean isSupervisor(ProcessHandle process) {
        return process.info()
                .commandLine()
                .filter(line -> line.contains("jcompose-supervisor"))
                .isPresent();
    }

    private static long openDescriptors() throws Exception {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    @Test
    void anInterruptedStartIsUndone() throws Exception {
        var spec = containers.container(command("wait").build()).build();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> containers.start(spec)).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
    }
}
