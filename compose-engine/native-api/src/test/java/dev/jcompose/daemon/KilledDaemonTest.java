package dev.jcompose.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jcompose.model.Healthcheck;
import dev.jcompose.model.value.Copies;
import dev.jcompose.planner.observed.ContainerState;
import dev.jcompose.planner.resource.ContainerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Containers go on while their daemon is dead, or is stopped for an upgrade, and the next one knows all that it would have known.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class KilledDaemonTest {
    private TestEngine daemon;
    private Shop shop;

    @BeforeEach
    void open() throws Exception {
        daemon = TestEngine.start();
        shop = new Shop(daemon);
        shop.network();
    }

    @AfterEach
    void close() throws Exception {
        if (shop != null) {
            shop.clear();
            shop.close();
        }
        if (daemon != null) {
            daemon.close();
        }
    }

    /** How a daemon makes room for the next one. */
    enum End {
        KILLED,
        STOPPED
    }

    /** As after a crash; the client has to connect anew, too. */
    private void killAndRestart() throws Exception {
        killAnd(() -> {});
    }

    private interface Meanwhile {
        void run() throws Exception;
    }

    private void killAnd(Meanwhile meanwhile) throws Exception {
        replace(End.KILLED, meanwhile);
    }

    private void replace(End end, Meanwhile meanwhile) throws Exception {
        shop.close();
        switch (end) {
            case KILLED -> daemon.kill();
            case STOPPED -> daemon.stop();
        }
        meanwhile.run();
        daemon.restart();
        shop = new Shop(daemon);
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void aRunningContainerIsTakenOverAsItIs(End end) throws Exception {
        var id = shop.start("web", Shop.script("echo before; read line < /tmp/never; sleep 1000 & wait"));
        int pid = shop.inspect(id).pid();
        shop.exec(id, "echo kept > /tmp/note");
        String address = shop.inspect(id).summary().networks().getFirst().ipv4();

        replace(end, () -> {});

        var after = shop.inspect(id);
        assertThat(after.summary().state()).isEqualTo(ContainerState.RUNNING);
        assertThat(after.pid()).isEqualTo(pid);
        assertThat(after.summary().networks().getFirst().ipv4()).isEqualTo(address);
        assertThat(shop.exec(id, "cat /tmp/note")).isEqualTo("kept\n");
        assertThat(shop.logs(id)).startsWith("before\n");
        shop.engine().containers().stop(id, Optional.of(Duration.ZERO));
        assertThat(shop.inspect(id).summary().exitCode()).isEqualTo(137);
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void theEndOfAContainerMeanwhileIsKnownWithItsExitCodeAndOutput(End end) throws Exception {
        var mount = Files.createDirectory(daemon.root().resolve("shared"));
        var id = shop.start(
                "job",
                Shop.script("until [ -e /shared/go ]; do sleep 0.05; done; echo finished; exit 7"),
                Mounts.bind(mount, "/shared"));
        int pid = shop.inspect(id).pid();

        replace(end, () -> {
            var first = ProcessHandle.of(pid).orElseThrow();
            Files.createFile(mount.resolve("go"));
            first.onExit().get(60, TimeUnit.SECONDS);
        });

        var after = shop.inspect(id).summary();
        assertThat(after.state()).isEqualTo(ContainerState.EXITED);
        assertThat(after.exitCode()).isEqualTo(7);
        assertThat(shop.logs(id)).isEqualTo("finished\n");
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void theEndOfAContainerThatWasTakenOverIsToldAsAnyOther(End end) throws Exception {
        var mount = Files.createDirectory(daemon.root().resolve("shared"));
        var id = shop.start(
                "job",
                Shop.script("until [ -e /shared/go ]; do sleep 0.05; done; exit 5"),
                Mounts.bind(mount, "/shared"));

        replace(end, () -> {});

        try (var happenings = shop.happenings("job")) {
            Files.createFile(mount.resolve("go"));
            assertThat(happenings.await("die").exitCode()).hasValue(5);
        }
        assertThat(shop.engine().containers().awaitExit(id)).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void aRestartThatIsDueHappensUnderTheNextDaemon(End end) throws Exception {
        var mount = Files.createDirectory(daemon.root().resolve("shared"));
        var id = shop.start(
                "web",
                service -> Shop.script("until [ -e /shared/go ]; do sleep 0.05; done; rm /shared/go; exit 1")
                        .apply(service)
                        .restart(Optional.of("always")),
                Mounts.bind(mount, "/shared"));
        int pid = shop.inspect(id).pid();

        replace(end, () -> {
            var first = ProcessHandle.of(pid).orElseThrow();
            Files.createFile(mount.resolve("go"));
            first.onExit().get(60, TimeUnit.SECONDS);
        });

        awaitState(id, ContainerState.RUNNING);
        var after = shop.inspect(id);
        assertThat(after.pid()).isNotEqualTo(pid);
        assertThat(after.restartCount()).isEqualTo(1);
    }

    @Test
    void aContainerThatSomebodyStoppedStaysStopped() throws Exception {
        var id = shop.start(
                "web", service -> Shop.script("sleep 1000").apply(service).restart(Optional.of("always")));
        shop.engine().containers().stop(id, Optional.of(Duration.ZERO));

        killAndRestart();

        assertThat(shop.inspect(id).summary().state()).isEqualTo(ContainerState.EXITED);
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void healthIsKnownAtOnceAndProbedOn(End end) throws Exception {
        var id = shop.create(
                "web",
                service -> Shop.script("touch /tmp/ok; sleep 1000")
                        .apply(service)
                        .healthcheck(Optional.of(new Healthcheck(
                                Optional.of(List.of("CMD-SHELL", "test -e /tmp/ok")),
                                Optional.empty(),
                                Optional.of(Duration.ofMillis(200)),
                                OptionalLong.of(1),
                                Optional.empty(),
                                Optional.empty(),
                                false,
                                Copies.of(Map.of())))));
        try (var happenings = shop.happenings("web")) {
            shop.engine().containers().start(id);
            happenings.await("health_status: healthy");
        }

        replace(end, () -> {});

        assertThat(shop.inspect(id).summary().health().word()).isEqualTo("healthy");
        try (var happenings = shop.happenings("web")) {
            shop.exec(id, "rm /tmp/ok");
            happenings.await("health_status: unhealthy");
        }
    }

    @Test
    void aSecondDaemonOnTheSameStateIsRefused() throws Exception {
        var second = new ProcessBuilder(TestEngine.command(daemon.root()))
                .redirectErrorStream(true)
                .start();
        String words = new String(second.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(second.waitFor()).isEqualTo(1);
        assertThat(words).contains("cannot serve " + daemon.root());
        assertThat(shop.engine().info().apiVersion()).isNotEmpty();
    }

    @Test
    void daemonAndSupervisorsLiveOutsideTheCgroupTheyWereStartedFrom() throws Exception {
        var id = shop.start("web", Shop.script("sleep 1000"));
        long supervisor = ProcessHandle.of(shop.inspect(id).pid())
                .flatMap(ProcessHandle::parent)
                .orElseThrow()
                .pid();

        for (long pid : List.of(daemon.handle().pid(), supervisor)) {
            assertThat(sessionCgroups(pid)).isNotEmpty().allMatch(path -> path.equals("/jcompose/engine"));
        }
    }

    /** Where systemd would look for what belongs to a session: its own hierarchy on v1, the only one on v2. */
    private static List<String> sessionCgroups(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "cgroup")).stream()
                .map(line -> line.split(":", 3))
                .filter(fields -> fields[1].isEmpty() || fields[1].equals("name=systemd"))
                .map(fields -> fields[2])
                .toList();
    }

    private void awaitState(ContainerId id, ContainerState wanted) throws Exception {
        try (var happenings = shop.happenings("web")) {
            while (shop.inspect(id).summary().state() != wanted) {
                happenings.await(activity -> true);
            }
        }
    }
}
