package dev.jcompose.daemon;

import dev.jcompose.engine.Activity;
import dev.jcompose.engine.ActivityFilter;
import dev.jcompose.engine.ContainerDetails;
import dev.jcompose.engine.ContainerFilter;
import dev.jcompose.engine.Containers.RemoveOption;
import dev.jcompose.engine.CreateOptions;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.ExecRequest;
import dev.jcompose.engine.LogRequest;
import dev.jcompose.engine.Stdio;
import dev.jcompose.engine.Subscription;
import dev.jcompose.engine.docker.DockerEngine;
import dev.jcompose.engine.testkit.Projects;
import dev.jcompose.engine.testkit.Specs;
import dev.jcompose.model.ServiceBuilder;
import dev.jcompose.model.value.Copies;
import dev.jcompose.planner.desired.Desired;
import dev.jcompose.planner.desired.Endpoint;
import dev.jcompose.planner.desired.MountSpec;
import dev.jcompose.planner.desired.NetworkMode;
import dev.jcompose.planner.resource.ContainerId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Containers of one client of a {@link TestEngine}, on one network, and what the test wants to know of them. */
final class Shop implements AutoCloseable {
    static final String NETWORK = "shop_default";

    private final DockerEngine engine;

    Shop(TestEngine daemon) throws Exception {
        engine = daemon.connect();
    }

    /** @param engine closed with the shop */
    Shop(DockerEngine engine) {
        this.engine = engine;
    }

    DockerEngine engine() {
        return engine;
    }

    /** Makes the network; returns its id. */
    String network() throws Exception {
        var model = Projects.project("shop", Projects.service("any", TestEngine.IMAGE));
        var desired = Desired.of(model, path -> Optional.empty(), Map.of(), List.of());
        return engine.networks()
                .create(Optional.ofNullable(desired.networks().get("default")).orElseThrow());
    }

    /** A shell script as a service. */
    static UnaryOperator<ServiceBuilder> script(String script) {
        return service ->
                service.entrypoint(Optional.of(List.of("/bin/sh", "-c"))).command(Optional.of(List.of(script)));
    }

    ContainerId create(String name, UnaryOperator<ServiceBuilder> service, MountSpec... mounts) throws Exception {
        return create(name, service, Endpoint.named("default", NETWORK, List.of(name)), mounts);
    }

    ContainerId create(String name, UnaryOperator<ServiceBuilder> service, Endpoint endpoint, MountSpec... mounts)
            throws Exception {
        var spec = Specs.of(
                name,
                TestEngine.IMAGE,
                Specs.service(service),
                new NetworkMode.Attached(List.of(endpoint)),
                List.of(mounts));
        return engine.containers().create(spec, CreateOptions.named(name)).id();
    }

    ContainerId start(String name, UnaryOperator<ServiceBuilder> service, MountSpec... mounts) throws Exception {
        var id = create(name, service, mounts);
        engine.containers().start(id);
        return id;
    }

    ContainerDetails inspect(ContainerId id) throws EngineException, InterruptedException {
        return engine.containers().inspect(id);
    }

    String logs(ContainerId id) throws EngineException, InterruptedException {
        var output = new ByteArrayOutputStream();
        var plain = new LogRequest(
                LogRequest.Follow.NO,
                Optional.empty(),
                Optional.empty(),
                java.util.OptionalLong.empty(),
                LogRequest.Timestamps.NONE);
        engine.containers().logs(id, plain, (channel, bytes) -> output.writeBytes(bytes));
        return output.toString(StandardCharsets.UTF_8);
    }

    /** Output of a command inside. */
    String exec(ContainerId id, String script) throws EngineException, InterruptedException {
        var output = new ByteArrayOutputStream();
        engine.containers()
                .exec(
                        id,
                        ExecRequest.of(List.of("/bin/sh", "-c", script)),
                        Stdio.outputTo((channel, bytes) -> output.writeBytes(bytes)));
        return output.toString(StandardCharsets.UTF_8);
    }

    /** What happens to one container from now on. */
    Happenings happenings(String name) throws EngineException, InterruptedException {
        return new Happenings(engine.subscribe(ActivityFilter.ofProject(name)));
    }

    /** Events in their order, one of which a test waits for. */
    record Happenings(Subscription subscription) implements AutoCloseable {
        Activity await(String action) throws EngineException, InterruptedException {
            return await(activity -> activity.action().equals(action));
        }

        Activity await(Predicate<Activity> wanted) throws EngineException, InterruptedException {
            var activity = subscription.next().orElseThrow();
            while (!wanted.test(activity)) {
                activity = subscription.next().orElseThrow();
            }
            return activity;
        }

        @Override
        public void close() {
            subscription.close();
        }
    }

    void remove(ContainerId id) throws EngineException, InterruptedException {
        engine.containers().remove(id, Set.of(RemoveOption.FORCE, RemoveOption.ANONYMOUS_VOLUMES));
    }

    /** Removes everything. */
    void clear() throws EngineException, InterruptedException {
        for (var container : engine.containers().list(new ContainerFilter(Copies.of(Map.of())))) {
            remove(container.id());
        }
        for (var network : engine.networks().list()) {
            if (network.name().equals(NETWORK)) {
                engine.networks().remove(network.id());
            }
        }
        for (var volume : engine.volumes().list()) {
            engine.volumes().remove(volume.name());
        }
    }

    @Override
    public void close() {
        engine.close();
    }
}
