package dev.jcompose.engine.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jcompose.engine.ContainerFilter;
import dev.jcompose.engine.Containers;
import dev.jcompose.engine.Containers.RemoveOption;
import dev.jcompose.engine.CreateOptions;
import dev.jcompose.engine.Engine;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.LogRequest;
import dev.jcompose.model.Network;
import dev.jcompose.model.ServiceBuilder;
import dev.jcompose.model.Volume;
import dev.jcompose.model.value.Copies;
import dev.jcompose.planner.desired.NetworkSpec;
import dev.jcompose.planner.desired.VolumeSpec;
import dev.jcompose.planner.observed.ContainerState;
import dev.jcompose.planner.resource.ContainerId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** An engine with real containers, and a name that all that a test makes begins with: it is removed afterwards. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
abstract class RealContainers {
    private final String project = "jc-test-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
    private @Nullable Engine engine;

    /** Connects to the engine under test, with {@link #image} in its store. */
    protected abstract Engine connect() throws Exception;

    /** Reference of an image as {@link HostRootfs} makes it. */
    protected abstract String image();

    @BeforeEach
    final void open() throws Exception {
        engine = connect();
    }

    @AfterEach
    final void cleanUp() throws Exception {
        if (engine == null) {
            return;
        }
        try (var closing = engine) {
            for (var container : listed()) {
                closing.containers().remove(container.id(), Set.of(RemoveOption.FORCE, RemoveOption.ANONYMOUS_VOLUMES));
            }
            for (var network : closing.networks().list()) {
                if (network.name().startsWith(project)) {
                    closing.networks().remove(network.id());
                }
            }
            for (var volume : closing.volumes().list()) {
                if (volume.name().startsWith(project)) {
                    closing.volumes().remove(volume.name());
                }
            }
        }
    }

    final Engine engine() {
        return Optional.ofNullable(engine).orElseThrow();
    }

    final Containers containers() {
        return engine().containers();
    }

    /** The name of the container, and how those of other things begin. */
    final String name() {
        return project;
    }

    static UnaryOperator<ServiceBuilder> command(String script) {
        return service ->
                service.entrypoint(Optional.of(List.of("/bin/sh", "-c"))).command(Optional.of(List.of(script)));
    }

    final ContainerId create(UnaryOperator<ServiceBuilder> service) throws EngineException, InterruptedException {
        return create(service, CreateOptions.named(project));
    }

    final CreateOptions attachedOnce() {
        return new CreateOptions(project, List.of(), CreateOptions.Input.ATTACHED_ONCE);
    }

    final ContainerId create(UnaryOperator<ServiceBuilder> service, CreateOptions options)
            throws EngineException, InterruptedException {
        return containers()
                .create(Specs.of(project, image(), Specs.service(service)), options)
                .id();
    }

    final ContainerId started(UnaryOperator<ServiceBuilder> service) throws EngineException, InterruptedException {
        var id = create(service);
        containers().start(id);
        return id;
    }

    /** The list of a dockerd is a copy that it brings up to date some time after the answer to a wait. */
    final List<dev.jcompose.planner.observed.ObservedContainer> listedAs(ContainerState state)
            throws EngineException, InterruptedException {
        var deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        var listed = listed();
        while (!listed.getFirst().state().equals(state) && System.nanoTime() < deadline) {
            listed = listed();
        }
        assertThat(listed.getFirst().state()).isEqualTo(state);
        return listed;
    }

    final List<dev.jcompose.planner.observed.ObservedContainer> listed() throws EngineException, InterruptedException {
        return containers().list(ContainerFilter.ofProject(project));
    }

    final String output(ContainerId id) throws EngineException, InterruptedException {
        var output = new ByteArrayOutputStream();
        containers().logs(id, LogRequest.everything(), (channel, bytes) -> output.writeBytes(bytes));
        return output.toString(StandardCharsets.UTF_8);
    }

    final String network(String key) throws EngineException, InterruptedException {
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
        return engine().networks()
                .create(new NetworkSpec(key, network.name(), network, Copies.of(Map.of("l", "v")), "0"));
    }

    final VolumeSpec volume(String key) {
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
}
