package dev.jcompose.engine.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.engine.Activity;
import dev.jcompose.engine.ActivityFilter;
import dev.jcompose.engine.ContainerFilter;
import dev.jcompose.engine.Containers.RemoveOption;
import dev.jcompose.engine.CreateOptions;
import dev.jcompose.engine.Engine;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.EngineException.Kind;
import dev.jcompose.engine.ExecRequest;
import dev.jcompose.engine.OutputSink;
import dev.jcompose.engine.Stdio;
import dev.jcompose.engine.Subscription;
import dev.jcompose.model.Mount;
import dev.jcompose.model.Project;
import dev.jcompose.planner.desired.ContainerSpec;
import dev.jcompose.planner.desired.ContainerSpecs;
import dev.jcompose.planner.desired.Desired;
import dev.jcompose.planner.desired.Labels;
import dev.jcompose.planner.observed.ContainerState;
import dev.jcompose.planner.resource.ContainerId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every engine must do. An engine's tests extend this; each test has a project of its own that is removed after
 * it, so that engines with other containers can be used.
 */
@Timeout(60)
public abstract class EngineContract {
    private static final Optional<Duration> AT_ONCE = Optional.of(Duration.ZERO);

    private final String project = "contract" + Long.toString(System.nanoTime(), 36);
    private Engine engine = new InMemoryEngine();
    private boolean opened;
    private @Nullable Desired desired;

    /** The engine under test, with {@link #image} in its store. */
    protected abstract Engine engine() throws Exception;

    /** Reference of an image with busybox: {@code sleep}, {@code true} and {@code false}. */
    protected abstract String image();

    private Desired desired() throws Exception {
        if (desired == null) {
            desired = Desired.of(model(), path -> Optional.empty(), Map.of(), List.of());
        }
        return desired;
    }

    private Project model() {
        var data = new Mount(
                Mount.Type.VOLUME,
                Optional.of("data"),
                "/data",
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new LinkedHashMap<>());
        return Projects.project(
                project,
                List.of("data"),
                Projects.service("app", image())
                        .command(Optional.of(List.of("sleep", "1000")))
                        .volumes(List.of(data)));
    }

    @BeforeEach
    void open() throws Exception {
        engine = engine();
        opened = true;
        engine.networks()
                .create(Optional.ofNullable(desired().networks().get("default")).orElseThrow());
        engine.volumes()
                .create(Optional.ofNullable(desired().volumes().get("data")).orElseThrow());
    }

    @AfterEach
    void cleanUp() throws Exception {
        if (!opened) {
            return; // skipped: there is no such engine here
        }
        for (var container : engine.containers().list(ContainerFilter.ofProject(project))) {
            engine.containers().remove(container.id(), Set.of(RemoveOption.FORCE, RemoveOption.ANONYMOUS_VOLUMES));
        }
        engine.networks().remove(project + "_default");
        engine.volumes().remove(project + "_data");
        engine.close();
    }

    private ContainerSpec spec(int number) throws Exception {
        var service = Optional.ofNullable(desired().services().get("app")).orElseThrow();
        return new ContainerSpecs(desired()).replica(service, number);
    }

    private ContainerId create(int number) throws Exception {
        var spec = spec(number);
        return engine.containers()
                .create(spec, CreateOptions.named(spec.name()))
                .id();
    }

    private ContainerId start(int number) throws Exception {
        var id = create(number);
        engine.containers().start(id);
        return id;
    }

    private static void assertKind(Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @Test
    void aCreatedContainerIsListedWithItsLabelsNetworksAndVolumes() throws Exception {
        var id = create(1);
        assertThat(engine.containers().list(ContainerFilter.ofProject(project)))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.id()).isEqualTo(id);
                    assertThat(found.name()).isEqualTo(project + "-app-1");
                    assertThat(found.state()).isEqualTo(ContainerState.CREATED);
                    assertThat(found.labels())
                            .containsEntry(Labels.SERVICE, "app")
                            .containsEntry(Labels.ONE_OFF, "False");
                    assertThat(found.networks())
                            .extracting(on -> on.networkName())
                            .containsExactly(project + "_default");
                    assertThat(found.mounts())
                            .extracting(mount -> mount.volume())
                            .contains(project + "_data");
                });
    }

    @Test
    void aNameCanBeTakenOnce() throws Exception {
        create(1);
        assertKind(Kind.CONFLICT, () -> create(1));
    }

    @Test
    void startingTwiceIsNoFailureAndStoppingNeither() throws Exception {
        var id = start(1);
        engine.containers().start(id);
        assertThat(engine.containers().inspect(id).summary().state()).isEqualTo(ContainerState.RUNNING);
        engine.containers().stop(id, AT_ONCE);
        engine.containers().stop(id, AT_ONCE);
        assertThat(engine.containers().inspect(id).summary().state()).isEqualTo(ContainerState.EXITED);
    }

    @Test
    void theCodeOfAKilledContainerTellsTheSignal() throws Exception {
        var id = start(1);
        engine.containers().kill(id, "SIGKILL");
        assertThat(engine.containers().awaitExit(id)).isEqualTo(137);
        assertKind(Kind.CONFLICT, () -> engine.containers().kill(id, "SIGKILL"));
    }

    @Test
    void aRunningContainerIsRemovedOnlyByForce() throws Exception {
        var id = start(1);
        assertKind(Kind.CONFLICT, () -> engine.containers().remove(id, Set.of()));
        engine.containers().remove(id, Set.of(RemoveOption.FORCE));
        assertKind(Kind.NOT_FOUND, () -> engine.containers().inspect(id));
    }

    @Test
    void aRenamedContainerKeepsItsId() throws Exception {
        var id = create(1);
        engine.containers().rename(id, project + "-app-7");
        assertThat(engine.containers().inspect(id).summary().name()).isEqualTo(project + "-app-7");
    }

    @Test
    void pausedIsAStateOfItsOwn() throws Exception {
        var id = start(1);
        engine.containers().pause(id);
        assertThat(engine.containers().inspect(id).summary().state()).isEqualTo(ContainerState.PAUSED);
        assertKind(Kind.CONFLICT, () -> engine.containers().pause(id));
        engine.containers().unpause(id);
        assertKind(Kind.CONFLICT, () -> engine.containers().unpause(id));
    }

    @Test
    void aCommandGivesItsOutputAndItsCode() throws Exception {
        var id = start(1);
        var output = new ByteArrayOutputStream();
        OutputSink sink = (channel, bytes) -> output.writeBytes(bytes);
        var echo = ExecRequest.of(List.of("echo", "hello", "world"));
        assertThat(engine.containers().exec(id, echo, Stdio.outputTo(sink))).isZero();
        assertThat(output.toString(StandardCharsets.UTF_8)).isEqualTo("hello world\n");
        assertThat(engine.containers().exec(id, ExecRequest.of(List.of("false")), Stdio.outputTo(sink)))
                .isEqualTo(1);
    }

    @Test
    void nothingThatHappensAfterSubscribingIsMissed() throws Exception {
        try (Subscription subscription = engine.subscribe(ActivityFilter.ofProject(project))) {
            var id = start(1);
            engine.containers().kill(id, "SIGKILL");
            assertThat(next(subscription, "create").name()).isEqualTo(project + "-app-1");
            assertThat(next(subscription, "start").container()).isEqualTo(id);
            assertThat(next(subscription, "die").exitCode()).hasValue(137);
        }
    }

    private static Activity next(Subscription subscription, String action) throws Exception {
        while (true) {
            var activity = subscription.next().orElseThrow();
            if (activity.action().equals(action)) {
                return activity;
            }
        }
    }

    @Test
    void aNetworkAndAVolumeInUseAreNotRemoved() throws Exception {
        start(1);
        assertKind(Kind.CONFLICT, () -> engine.networks().remove(project + "_default"));
        assertKind(Kind.CONFLICT, () -> engine.volumes().remove(project + "_data"));
    }

    @Test
    void whatIsNotThereIsNotFound() {
        var nobody = new ContainerId(project + "-nobody");
        assertKind(Kind.NOT_FOUND, () -> engine.containers().start(nobody));
        assertKind(Kind.NOT_FOUND, () -> engine.containers().inspect(nobody));
        assertKind(Kind.NOT_FOUND, () -> engine.networks().remove(project + "_nothing"));
        assertKind(Kind.NOT_FOUND, () -> engine.volumes().remove(project + "_nothing"));
    }

    @Test
    void anImageIsFoundByItsReferenceAndByItsId() throws Exception {
        var image = engine.images().find(image()).orElseThrow();
        assertThat(image.id()).startsWith("sha256:");
        assertThat(engine.images().find(image.id())).isPresent();
        assertThat(engine.images().find("nobody.example/nothing:1")).isEmpty();
    }
}
