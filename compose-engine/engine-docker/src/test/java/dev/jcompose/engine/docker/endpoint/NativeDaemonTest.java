package dev.jcompose.engine.docker.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.engine.EngineException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Starting and stopping a daemon that only listens, see {@link ListeningDaemon}. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class NativeDaemonTest {
    @TempDir
    private Path folder;

    private NativeRoot root;
    private NativeDaemon daemon;

    @BeforeEach
    void choose() throws Exception {
        int user = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        Assumptions.assumeTrue(user == 0, "the native engine needs root");
        root = new NativeRoot(folder.resolve("root"));
        daemon = new NativeDaemon(root, command("serve"));
    }

    @AfterEach
    void stop() throws Exception {
        if (daemon != null) {
            daemon.stop(Duration.ofSeconds(20));
        }
    }

    @Test
    void itIsStartedOnceAndFoundAfterwards() throws Exception {
        assertThat(daemon.isRunning()).isFalse();
        assertThat(daemon.ensureRunning()).isEqualTo(NativeDaemon.Start.STARTED);
        assertThat(daemon.isRunning()).isTrue();
        long pid = daemon.pid().orElseThrow();
        assertThat(daemon.ensureRunning()).isEqualTo(NativeDaemon.Start.WAS_RUNNING);
        assertThat(daemon.pid()).hasValue(pid);
    }

    @Test
    void itStopsAndCanBeStartedAgain() throws Exception {
        daemon.ensureRunning();
        long first = daemon.pid().orElseThrow();

        assertThat(daemon.stop(Duration.ofSeconds(20))).isEqualTo(NativeDaemon.Stop.STOPPED);
        assertThat(ProcessHandle.of(first)).isEmpty();
        assertThat(daemon.stop(Duration.ofSeconds(20))).isEqualTo(NativeDaemon.Stop.WAS_NOT_RUNNING);
        assertThat(daemon.ensureRunning()).isEqualTo(NativeDaemon.Start.STARTED);
    }

    @Test
    void ofManyClientsOneStartsIt() throws Exception {
        List<Callable<NativeDaemon.Start>> clients = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            clients.add(() -> new NativeDaemon(root, command("serve")).ensureRunning());
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var starts =
                    threads.invokeAll(clients).stream().map(Future::resultNow).toList();

            assertThat(starts).filteredOn(NativeDaemon.Start.STARTED::equals).hasSize(1);
        }
        assertThat(Files.readString(root.log())).containsOnlyOnce("listening");
    }

    @Test
    void whatKilledItIsTold() {
        daemon = new NativeDaemon(root, command("die"));

        assertThatThrownBy(daemon::ensureRunning)
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.UNAVAILABLE))
                .hasMessage("start the native engine: it ended with exit code 3 before it was ready:\n"
                        + "the disk is on fire\n(from " + root.log() + ")");
    }

    @Test
    void onlyTheLogOfThisStartIsTold() throws Exception {
        daemon.ensureRunning();
        daemon.stop(Duration.ofSeconds(20));
        daemon = new NativeDaemon(root, command("die"));

        assertThatThrownBy(daemon::ensureRunning).hasMessageNotContaining("listening");
    }

    @Test
    void aCommandThatDoesNotExistIsTold() {
        daemon = new NativeDaemon(root, new DaemonCommand(List.of("/no/such/java"), Map.of()));

        assertThatThrownBy(daemon::ensureRunning)
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("/no/such/java");
    }

    @Test
    void aSocketWithoutAListenerIsNotRunning() throws Exception {
        daemon.ensureRunning();
        var process = ProcessHandle.of(daemon.pid().orElseThrow()).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();

        assertThat(Files.exists(root.socket())).isTrue();
        assertThat(daemon.isRunning()).isFalse();
        assertThat(daemon.ensureRunning()).isEqualTo(NativeDaemon.Start.STARTED);
    }

    private static DaemonCommand command(String behaviour) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new DaemonCommand(
                List.of(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ListeningDaemon.class.getName(),
                        behaviour),
                Map.of("PATH", "/usr/bin:/bin"));
    }
}
