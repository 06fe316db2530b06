package dev.jcompose.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.engine.ActivityFilter;
import dev.jcompose.engine.AttachRequest;
import dev.jcompose.engine.ContainerDetails;
import dev.jcompose.engine.ContainerFilter;
import dev.jcompose.engine.Containers.CopyOwnership;
import dev.jcompose.engine.Containers.RemoveOption;
import dev.jcompose.engine.CreateOptions;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.EngineException.Kind;
import dev.jcompose.engine.ExecRequest;
import dev.jcompose.engine.LogRequest;
import dev.jcompose.engine.OutputSink.Channel;
import dev.jcompose.engine.PathStat;
import dev.jcompose.engine.Stdio;
import dev.jcompose.engine.TerminalWindow;
import dev.jcompose.model.Network;
import dev.jcompose.model.Port;
import dev.jcompose.model.ServiceBuilder;
import dev.jcompose.model.Volume;
import dev.jcompose.model.value.ByteSize;
import dev.jcompose.model.value.Copies;
import dev.jcompose.planner.desired.Endpoint;
import dev.jcompose.planner.desired.MountSpec;
import dev.jcompose.planner.desired.NetworkMode;
import dev.jcompose.planner.desired.NetworkSpec;
import dev.jcompose.planner.desired.VolumeSpec;
import dev.jcompose.planner.observed.ContainerState;
import dev.jcompose.planner.observed.ObservedMount;
import dev.jcompose.planner.resource.ContainerId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The adapter against a real Docker engine. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DockerEngineTest {
    private final String project = "jc-adapter-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
    private DockerEngine engine;

    @BeforeEach
    void open() throws Exception {
        engine = RealEngine.open();
    }

    @AfterEach
    void cleanUp() throws Exception {
        if (engine == null) {
            return;
        }
        try (var closing = engine) {
            for (var container : closing.containers().list(ContainerFilter.ofProject(project))) {
                engine.containers().remove(container.id(), Set.of(RemoveOption.FORCE, RemoveOption.ANONYMOUS_VOLUMES));
            }
            for (var network : engine.networks().list()) {
                if (network.name().startsWith(project)) {
                    engine.networks().remove(network.id());
                }
            }
            for (var volume : engine.volumes().list()) {
                if (volume.name().startsWith(project)) {
                    engine.volumes().remove(volume.name());
                }
            }
        }
    }

    @Test
    void theEngineSaysWhoItIs() throws Exception {
        var info = engine.info();

        assertThat(info.apiVersion()).matches("1\\.[0-9]+");
        assertThat(info.platform()).startsWith("linux/");
        assertThat(info.endpoint()).isEqualTo(System.getenv("DOCKER_HOST"));
    }

    @Test
    void aContainerRunsFromCreationToItsExitCode() throws Exception {
        var id = create(command("exit 3"));

        assertThat(engine.containers().inspect(id).summary().state()).isEqualTo(ContainerState.CREATED);
        engine.containers().start(id);
        assertThat(engine.containers().awaitExit(id)).isEqualTo(3);
        assertThat(engine.containers().inspect(id).summary().state()).isEqualTo(ContainerState.EXITED);

        var listed = listedAs(ContainerState.EXITED);
        assertThat(listed).hasSize(1);
        assertThat(listed.getFirst().exitCode()).isEqualTo(3);
        assertThat(listed.getFirst().name()).isEqualTo(project);
        assertThat(listed.getFirst().image()).isEqualTo(RealEngine.IMAGE);
        assertThat(listed.getFirst().labels()).containsEntry("com.docker.compose.project", project);
    }

    @Test
    void stdoutAndStderrComeApartWithTheirTimes() throws Exception {
        var id = create(command("echo out; echo err >&2"));
        engine.containers().start(id);
        engine.containers().awaitExit(id);
        var stdout = new ByteArrayOutputStream();
        var stderr = new ByteArrayOutputStream();

        engine.containers()
                .logs(
                        id,
                        LogRequest.everything(),
                        (channel, bytes) -> (channel == Channel.STDOUT ? stdout : stderr).writeBytes(bytes));

        assertThat(stdout.toString(StandardCharsets.UTF_8)).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z out\n");
        assertThat(stderr.toString(StandardCharsets.UTF_8)).endsWith("Z err\n");
    }

    @Test
    void tailDeliversTheLastLinesOnly() throws Exception {
        var id = create(command("echo 1; echo 2; echo 3"));
        engine.containers().start(id);
        engine.containers().awaitExit(id);
        var output = new ByteArrayOutputStream();

        engine.containers()
                .logs(
                        id,
                        new LogRequest(
                                LogRequest.Follow.NO,
                                Optional.empty(),
                                Optional.empty(),
                                OptionalLong.of(1),
                                LogRequest.Timestamps.NONE),
                        (channel, bytes) -> output.writeBytes(bytes));

        assertThat(output.toString(StandardCharsets.UTF_8)).isEqualTo("3\n");
    }

    @Test
    void anAttachmentBeforeTheStartMissesNothingAndFeedsTheInput() throws Exception {
        var id = create(s -> command("echo first; cat").apply(s).stdinOpen(true), attachedOnce());
        var output = new ByteArrayOutputStream();
        var stdio = new Stdio(
                Optional.of(new ByteArrayInputStream("typed".getBytes(StandardCharsets.UTF_8))),
                (channel, bytes) -> output.writeBytes(bytes),
                Optional.empty());

        try (var attachment = engine.containers().attach(id, AttachRequest.live(), stdio)) {
            engine.containers().start(id);
            attachment.awaitEnd();
        }

        assertThat(engine.containers().awaitExit(id)).isZero();
        assertThat(output.toString(StandardCharsets.UTF_8)).isEqualTo("first\ntyped");
    }

    @Test
    void aCommandRunsInsideWithItsInputEnvironmentAndExitCode() throws Exception {
        var id = started(command("sleep 60"));
        var output = new ByteArrayOutputStream();
        var request = new ExecRequest(
                List.of("/bin/sh", "-c", "cat; echo $WORD in $PWD; exit 7"),
                List.of("WORD=hello"),
                Optional.empty(),
                Optional.of("/tmp"),
                ExecRequest.Privileges.OF_CONTAINER,
                ExecRequest.Tty.NONE,
                Optional.empty());
        var stdio = new Stdio(
                Optional.of(new ByteArrayInputStream("typed\n".getBytes(StandardCharsets.UTF_8))),
                (channel, bytes) -> output.writeBytes(bytes),
                Optional.empty());

        assertThat(engine.containers().exec(id, request, stdio)).isEqualTo(7);
        assertThat(output.toString(StandardCharsets.UTF_8)).isEqualTo("typed\nhello in /tmp\n");
    }

    @Test
    void aCommandThatCannotBeRunExitsWith126Or127() throws Exception {
        var id = started(command("sleep 60"));

        int exit = engine.containers()
                .exec(id, ExecRequest.of(List.of("/no/such/program")), Stdio.outputTo((channel, bytes) -> {}));

        assertThat(exit).isBetween(126, 127);
    }

    @Test
    void aTerminalHasTheSizeOfTheClients() throws Exception {
        var id = started(command("sleep 60"));
        var output = new ByteArrayOutputStream();
        // The size is told while the shell starts: it prints it once its first input arrives.
        var request = new ExecRequest(
                List.of("/bin/sh", "-c", "echo ready; read line; stty size"),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                ExecRequest.Privileges.OF_CONTAINER,
                ExecRequest.Tty.ALLOCATE,
                Optional.empty());
        var typed = new java.io.PipedOutputStream();
        var stdio = new Stdio(
                Optional.of(new java.io.PipedInputStream(typed)),
                (channel, bytes) -> {
                    output.writeBytes(bytes);
                    if (output.toString(StandardCharsets.UTF_8).equals("ready\r\n")) {
                        type(typed, "\n");
                    }
                },
                Optional.of(new FixedWindow(new TerminalWindow.Size(97, 31))));

        assertThat(engine.containers().exec(id, request, stdio)).isZero();
        assertThat(output.toString(StandardCharsets.UTF_8)).contains("31 97");
    }

    @Test
    void eventsTellOfADeathWithItsExitCode() throws Exception {
        try (var subscription = engine.subscribe(ActivityFilter.ofProject(project))) {
            var id = started(command("exit 5"));
            var actions = new ArrayList<String>();
            var activity = subscription.next().orElseThrow();
            while (!activity.action().equals("die")) {
                actions.add(activity.action());
                activity = subscription.next().orElseThrow();
            }

            assertThat(actions).containsExactly("create", "start");
            assertThat(activity.container()).isEqualTo(id);
            assertThat(activity.exitCode()).hasValue(5);
            assertThat(activity.name()).isEqualTo(project);
        }
    }

    @Test
    void closingASubscriptionEndsAWaitingReader() throws Exception {
        var subscription = engine.subscribe(ActivityFilter.ofProject(project));
        var closer = Thread.ofVirtual().unstarted(subscription::close);
        closer.start();

        assertThat(subscription.next()).isEmpty();
        closer.join();
    }

    @Test
    void stoppingKillsAfterTheGraceAndTwiceIsNoFailure() throws Exception {
        var id = started(command("trap '' TERM; while true; do sleep 1; done"));

        engine.containers().stop(id, Optional.of(Duration.ofSeconds(1)));
        engine.containers().stop(id, Optional.of(Duration.ofSeconds(1)));

        assertThat(engine.containers().inspect(id).summary().exitCode()).isEqualTo(137);
    }

    @Test
    void startingTwiceIsNoFailure() throws Exception {
        var id = started(command("sleep 60"));

        engine.containers().start(id);
        engine.containers().restart(id, Optional.of(Duration.ZERO));

        assertThat(engine.containers().inspect(id).summary().state()).isEqualTo(ContainerState.RUNNING);
    }

    @Test
    void aPausedContainerIsInConflictWithAnotherPause() throws Exception {
        var id = started(command("sleep 60"));

        engine.containers().pause(id);
        assertThat(engine.containers().inspect(id).summary().state()).isEqualTo(ContainerState.PAUSED);
        assertThatThrownBy(() -> engine.containers().pause(id))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CONFLICT));
        engine.containers().unpause(id);
        engine.containers().kill(id, "KILL");
        assertThat(engine.containers().awaitExit(id)).isEqualTo(137);
    }

    @Test
    void whatDoesNotExistIsNotFoundInTheEnginesWords() {
        assertThatThrownBy(() -> engine.containers().start(new ContainerId(project)))
                .isInstanceOfSatisfying(EngineException.class, e -> {
                    assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND);
                    assertThat(e.operation()).isEqualTo("start container");
                    assertThat(e.reason()).isEqualTo("No such container: " + project);
                });
        assertThatThrownBy(() -> engine.containers().inspect(new ContainerId(project)))
                .hasMessageEndingWith("No such container: " + project);
    }

    @Test
    void aNameThatIsTakenIsAConflict() throws Exception {
        create(command("exit 0"));

        assertThatThrownBy(() -> create(command("exit 0")))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CONFLICT));
    }

    @Test
    void filesGoInAndComeOut() throws Exception {
        var id = started(command("sleep 60"));

        engine.containers().copyIn(id, "/tmp", archive("note", "hello"), CopyOwnership.ROOT);

        var stat = engine.containers().stat(id, "/tmp/note");
        assertThat(stat).isEqualTo(new PathStat("note", 5, 0640, PathStat.Type.FILE, ""));
        assertThat(engine.containers().stat(id, "/tmp").type()).isEqualTo(PathStat.Type.DIRECTORY);
        try (var tar = new TarArchiveInputStream(engine.containers().copyOut(id, "/tmp/note"))) {
            var entry = tar.getNextEntry();
            assertThat(entry.getName()).isEqualTo("note");
            assertThat(entry.getLongUserId()).isZero();
            assertThat(new String(tar.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("hello");
        }
        assertThatThrownBy(() -> engine.containers().stat(id, "/no/such"))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND));
    }

    @Test
    void theIdsOfAnArchiveAreKeptOnRequest() throws Exception {
        var id = started(command("sleep 60"));

        engine.containers().copyIn(id, "/tmp", archive("note", "hello"), CopyOwnership.FROM_ARCHIVE);

        try (var tar = new TarArchiveInputStream(engine.containers().copyOut(id, "/tmp/note"))) {
            assertThat(tar.getNextEntry().getLongUserId()).isEqualTo(1234);
        }
    }

    @Test
    void processesAndStatisticsAreRead() throws Exception {
        var id = started(command("while true; do :; done"));

        var table = engine.containers().top(id);
        assertThat(table.titles()).contains("PID", "CMD");
        assertThat(table.rows()).hasSize(1);
        var stats = engine.containers().stats(id);
        assertThat(stats.cpuPercent()).isGreaterThan(5);
        assertThat(stats.memoryUsed()).isPositive().isLessThan(stats.memoryLimit());
    }

    @Test
    void streamedStatisticsEndWithTheInterrupt() throws Exception {
        var id = started(command("sleep 60"));
        var samples = new ArrayList<Object>();
        var reader = Thread.ofVirtual().unstarted(() -> {
            try {
                engine.containers().streamStats(id, sample -> {
                    samples.add(sample);
                    Thread.currentThread().interrupt();
                });
            } catch (EngineException e) {
                samples.add(e);
            } catch (InterruptedException e) {
                samples.add("interrupted");
            }
        });
        reader.start();

        assertThat(reader.join(Duration.ofSeconds(20))).isTrue();
        assertThat(samples.getLast()).isEqualTo("interrupted");
    }

    @Test
    void networksAreMadeJoinedLeftAndRemoved() throws Exception {
        String front = network("front");
        String back = network("back");
        var id = engine.containers()
                .create(
                        Specs.of(
                                project,
                                Specs.service(command("sleep 60")),
                                new NetworkMode.Attached(List.of(
                                        Endpoint.named("front", project + "_front", List.of("web", "alias")),
                                        Endpoint.named("back", project + "_back", List.of("web")))),
                                List.of()),
                        CreateOptions.named(project))
                .id();
        engine.containers().start(id);

        var endpoints = engine.containers().inspect(id).summary().networks();
        assertThat(endpoints)
                .extracting(e -> e.networkName())
                .containsExactlyInAnyOrder(project + "_front", project + "_back");
        assertThat(endpoints).extracting(e -> e.networkId()).containsExactlyInAnyOrder(front, back);
        assertThat(endpoints).allSatisfy(e -> assertThat(e.ipv4()).isNotEmpty());
        assertThatThrownBy(() -> engine.networks().remove(back))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CONFLICT));
        engine.networks().disconnect(back, id);
        engine.networks().disconnect(back, id);
        engine.networks().connect(back, id, Endpoint.named("back", project + "_back", List.of("again")));
        assertThat(listed().getFirst().networks()).hasSize(2);
        assertThatThrownBy(() -> network("front"))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CONFLICT));
    }

    @Test
    void mountsOfEveryKindAreSeenInside() throws Exception {
        engine.volumes().create(volume("data"));
        engine.volumes().create(volume("data"));
        var mounts = List.<MountSpec>of(
                new MountSpec.NamedVolume(
                        project + "_data",
                        "/data",
                        MountSpec.Access.READ_WRITE,
                        MountSpec.CopyUp.FROM_IMAGE,
                        Optional.empty()),
                new MountSpec.AnonymousVolume("/scratch", MountSpec.Access.READ_WRITE, MountSpec.CopyUp.FROM_IMAGE),
                new MountSpec.Bind(
                        "/etc",
                        "/host-etc",
                        MountSpec.Access.READ_ONLY,
                        MountSpec.MissingHostPath.FAIL,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                new MountSpec.Tmpfs(
                        "/memory", MountSpec.Access.READ_WRITE, OptionalLong.of(1 << 20), OptionalInt.of(01777), ""),
                new MountSpec.Tmpfs(
                        "/options", MountSpec.Access.READ_WRITE, OptionalLong.empty(), OptionalInt.empty(), "size=2m"));
        var id = engine.containers()
                .create(
                        Specs.of(
                                project,
                                Specs.service(command("cat /host-etc/hostname; cat /proc/mounts")),
                                new NetworkMode.Special("none"),
                                mounts),
                        CreateOptions.named(project))
                .id();
        engine.containers().start(id);
        engine.containers().awaitExit(id);

        assertThat(output(id))
                .contains(" /data ")
                .contains(" /scratch ")
                .contains(" /host-etc ")
                .containsPattern("tmpfs /memory tmpfs .*size=1024k")
                .containsPattern("tmpfs /options tmpfs .*size=2048k");
        assertThat(listed().getFirst().mounts())
                .extracting(ObservedMount::target)
                .contains("/data", "/scratch", "/host-etc");
        assertThat(listed().getFirst().mounts())
                .filteredOn(m -> m.target().equals("/data"))
                .extracting(ObservedMount::volume)
                .containsExactly(project + "_data");
        assertThatThrownBy(() -> engine.volumes().remove(project + "_data"))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CONFLICT));
    }

    @Test
    void aMissingHostPathFailsWhereItMustExist() {
        var mount = new MountSpec.Bind(
                "/no/such/" + project,
                "/x",
                MountSpec.Access.READ_ONLY,
                MountSpec.MissingHostPath.FAIL,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        assertThatThrownBy(() -> engine.containers()
                        .create(
                                Specs.of(
                                        project,
                                        Specs.service(command("exit 0")),
                                        new NetworkMode.Special("none"),
                                        List.of(mount)),
                                CreateOptions.named(project)))
                .hasMessageContaining("bind source path does not exist: /no/such/" + project);
    }

    @Test
    void limitsPortsAndHealthAreAppliedAndRead() throws Exception {
        network("net");
        var service = Specs.service(s -> command("sleep 60")
                .apply(s)
                .memLimit(Optional.of(new ByteSize(64 << 20)))
                .cpus(0.5f)
                .ports(List.of(new Port(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("127.0.0.1"),
                        80,
                        Optional.empty(),
                        Optional.of("tcp"),
                        Optional.empty(),
                        Copies.of(Map.of()))))
                .healthcheck(Optional.of(new dev.jcompose.model.Healthcheck(
                        Optional.of(List.of("CMD-SHELL", "exit 0")),
                        Optional.empty(),
                        Optional.of(Duration.ofSeconds(1)),
                        OptionalLong.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Copies.of(Map.of())))));
        try (var subscription = engine.subscribe(ActivityFilter.ofProject(project))) {
            var id = engine.containers()
                    .create(
                            Specs.of(
                                    project,
                                    service,
                                    new NetworkMode.Attached(
                                            List.of(Endpoint.named("net", project + "_net", List.of("web")))),
                                    List.of()),
                            CreateOptions.named(project))
                    .id();
            engine.containers().start(id);
            var activity = subscription.next().orElseThrow();
            while (!activity.action().equals("health_status: healthy")) {
                activity = subscription.next().orElseThrow();
            }

            var details = engine.containers().inspect(id);
            assertThat(details.healthCheck()).isEqualTo(ContainerDetails.HealthCheck.CONFIGURED);
            assertThat(details.healthLog()).isNotEmpty();
            assertThat(listed().getFirst().health().word()).isEqualTo("healthy");
            var port = listed().getFirst().ports().getFirst();
            assertThat(port.hostAddress()).isEqualTo("127.0.0.1");
            assertThat(port.containerPort()).isEqualTo(80);
            assertThat(port.hostPort()).isPositive();
            assertThat(details.summary().ports()).contains(port);
            assertThat(engine.containers().stats(id).memoryLimit()).isEqualTo(64 << 20);
        }
    }

    @Test
    void imagesAreFoundListedAndRemoved() throws Exception {
        String reference = project + ":1";
        var words = new ArrayList<String>();
        engine.importImage(
                new ByteArrayInputStream(HostRootfs.tar()),
                reference,
                List.of(),
                (layer, status, current, total) -> words.add(status));

        var found = engine.images().find(reference).orElseThrow();
        assertThat(found.id()).startsWith("sha256:");
        assertThat(found.tags()).contains(reference);
        assertThat(found.platform()).startsWith("linux/");
        assertThat(engine.images().list())
                .anySatisfy(image -> assertThat(image.tags()).contains(reference));
        engine.images().remove(reference);
        assertThat(engine.images().find(reference)).isEmpty();
        assertThat(words).isNotEmpty();
    }

    @Test
    void anImageThatNoRegistryHasCannotBePulled() {
        assertThatThrownBy(() -> engine.images()
                        .pull("127.0.0.1:1/none:1", Optional.empty(), (layer, status, current, total) -> {}))
                .isInstanceOfSatisfying(EngineException.class, e -> {
                    assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
                    assertThat(e.getMessage())
                            .startsWith("pull image 127.0.0.1:1/none:1: ")
                            .contains("connection refused");
                });
    }

    private static UnaryOperator<ServiceBuilder> command(String script) {
        return service ->
                service.entrypoint(Optional.of(List.of("/bin/sh", "-c"))).command(Optional.of(List.of(script)));
    }

    private ContainerId create(UnaryOperator<ServiceBuilder> service) throws EngineException, InterruptedException {
        return create(service, CreateOptions.named(project));
    }

    private CreateOptions attachedOnce() {
        return new CreateOptions(project, List.of(), CreateOptions.Input.ATTACHED_ONCE);
    }

    private ContainerId create(UnaryOperator<ServiceBuilder> service, CreateOptions options)
            throws EngineException, InterruptedException {
        return engine.containers()
                .create(Specs.of(project, Specs.service(service)), options)
                .id();
    }

    private ContainerId started(UnaryOperator<ServiceBuilder> service) throws EngineException, InterruptedException {
        var id = create(service);
        engine.containers().start(id);
        return id;
    }

    /** The list of a dockerd is a copy that it brings up to date some time after the answer to a wait. */
    private List<dev.jcompose.planner.observed.ObservedContainer> listedAs(ContainerState state)
            throws EngineException, InterruptedException {
        var deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        var listed = listed();
        while (!listed.getFirst().state().equals(state) && System.nanoTime() < deadline) {
            listed = listed();
        }
        assertThat(listed.getFirst().state()).isEqualTo(state);
        return listed;
    }

    private List<dev.jcompose.planner.observed.ObservedContainer> listed()
            throws EngineException, InterruptedException {
        return engine.containers().list(ContainerFilter.ofProject(project));
    }

    private String output(ContainerId id) throws EngineException, InterruptedException {
        var output = new ByteArrayOutputStream();
        engine.containers().logs(id, LogRequest.everything(), (channel, bytes) -> output.writeBytes(bytes));
        return output.toString(StandardCharsets.UTF_8);
    }

    private String network(String key) throws EngineException, InterruptedException {
        var none = Copies.of(Map.<String, dev.jcompose.model.value.Value>of());
        var network = new Network(
                key,
                project + "_" + key,
                Optional.empty(),
                Copies.of(Map.of()),
                Optional.empty(),
                false,
                false,
                false,
                Copies.of(Map.of()),
                Optional.empty(),
                Optional.empty(),
                none);
        return engine.networks()
                .create(new NetworkSpec(key, network.name(), network, Copies.of(Map.of("l", "v")), "0"));
    }

    private VolumeSpec volume(String key) {
        var volume = new Volume(
                key,
                project + "_" + key,
                Optional.empty(),
                Copies.of(Map.of()),
                false,
                Copies.of(Map.of()),
                Copies.of(Map.of()));
        return new VolumeSpec(key, volume.name(), volume, Copies.of(Map.of("l", "v")), "0");
    }

    private static ByteArrayInputStream archive(String name, String content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes)) {
            var entry = new TarArchiveEntry(name);
            entry.setMode(0640);
            entry.setIds(1234, 1234);
            entry.setSize(content.length());
            tar.putArchiveEntry(entry);
            tar.write(content.getBytes(StandardCharsets.UTF_8));
            tar.closeArchiveEntry();
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    private static void type(java.io.OutputStream keyboard, String text) {
        try {
            keyboard.write(text.getBytes(StandardCharsets.UTF_8));
            keyboard.flush();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private record FixedWindow(TerminalWindow.Size size) implements TerminalWindow {
        @Override
        public Watch watch(Consumer<Size> onChange) {
            return () -> {};
        }
    }
}
