package dev.jcompose.daemon;

import com.github.dockerjava.api.model.HealthCheck;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.output.OutputFrame;
import org.testcontainers.containers.output.ToStringConsumer;
import org.testcontainers.containers.output.WaitingConsumer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/**
 * What people do with Testcontainers, in a process of its own because it takes its engine from the environment. Says
 * {@code done} when all of it held.
 */
final class TestcontainersProgram {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private TestcontainersProgram() {}

    public static void main(String[] arguments) throws Exception {
        logsAndExec();
        files(Path.of(arguments[0]));
        health();
        network();
        System.out.println("done");
        System.exit(0); // its threads would keep the process for a while
    }

    private static GenericContainer<?> container(String script) {
        return new GenericContainer<>(DockerImageName.parse(TestEngine.IMAGE))
                .withStartupTimeout(PATIENCE)
                .withCommand("/bin/sh", "-c", script);
    }

    private static void logsAndExec() throws Exception {
        var everything = new ToStringConsumer();
        var waiting = new WaitingConsumer();
        try (var container = container("echo ready; echo trouble >&2; while :; do sleep 0.2; echo again; done")
                .withEnv("GREETING", "hello")
                .withLabel("purpose", "test")
                .withLogConsumer(everything)
                .withLogConsumer(waiting)
                .waitingFor(Wait.forLogMessage(".*ready.*", 1))) {
            container.start();
            waiting.waitUntil(
                    frame -> frame.getUtf8String().contains("again"), 120, java.util.concurrent.TimeUnit.SECONDS);
            require(everything.toUtf8String().contains("ready"), "the consumer saw the log");
            require(container.getLogs(OutputFrame.OutputType.STDERR).equals("trouble\n"), "errors are told apart");
            var result = container.execInContainer("/bin/sh", "-c", "echo $GREETING; echo no >&2; exit 3");
            require(result.getExitCode() == 3, "exit code of exec");
            require(result.getStdout().equals("hello\n"), "output of exec: " + result.getStdout());
            require(result.getStderr().equals("no\n"), "errors of exec");
            var labels = container.getContainerInfo().getConfig().getLabels();
            require(labels != null && "test".equals(labels.get("purpose")), "labels");
            require(container.isRunning(), "it runs");
        }
        try (var container = container("sleep 600").waitingFor(Wait.forSuccessfulCommand("true"))) {
            container.start();
        }
    }

    private static void files(Path directory) throws Exception {
        Path note = Files.writeString(directory.resolve("note"), "from the host\n");
        try (var container = container("/bin/cat /tmp/note /tmp/made; sleep 600")
                .withCopyFileToContainer(MountableFile.forHostPath(note), "/tmp/note")
                .withCopyToContainer(Transferable.of("from memory\n"), "/tmp/made")
                .waitingFor(Wait.forLogMessage(".*from memory.*", 1))) {
            container.start();
            container.execInContainer("/bin/sh", "-c", "echo inside > /tmp/inside");
            Path copy = directory.resolve("copy");
            container.copyFileFromContainer("/tmp/inside", copy.toString());
            require(Files.readString(copy).equals("inside\n"), "a file out of the container");
            container.copyFileToContainer(Transferable.of("later".getBytes(StandardCharsets.UTF_8)), "/tmp/later");
            require(
                    container
                            .execInContainer("/bin/cat", "/tmp/later")
                            .getStdout()
                            .equals("later"),
                    "a file into a running container");
        }
    }

    private static void health() {
        try (var container = container("sleep 600")
                .withCreateContainerCmdModifier(create -> create.withHealthcheck(new HealthCheck()
                        .withTest(List.of("CMD", "/bin/true"))
                        .withInterval(Duration.ofMillis(200).toNanos())))
                .waitingFor(Wait.forHealthcheck())) {
            container.start();
            require(container.isHealthy(), "it is healthy");
        }
    }

    private static void network() {
        try (var network = Network.newNetwork();
                var first = container("sleep 600").withNetwork(network).withNetworkAliases("first");
                var second = container("sleep 600").withNetwork(network).withNetworkAliases("second", "other")) {
            first.start();
            second.start();
            var connected = second.getContainerInfo().getNetworkSettings().getNetworks();
            require(connected.size() == 1, "it is on one network: " + connected.keySet());
            var aliases = connected.values().iterator().next().getAliases();
            require(aliases != null && aliases.containsAll(List.of("second", "other")), "aliases: " + aliases);
        }
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError("not so: " + what);
        }
    }
}
