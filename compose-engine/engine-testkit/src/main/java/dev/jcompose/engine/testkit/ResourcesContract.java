package dev.jcompose.engine.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jcompose.engine.ActivityFilter;
import dev.jcompose.engine.ContainerDetails;
import dev.jcompose.engine.CreateOptions;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.EngineException.Kind;
import dev.jcompose.model.Port;
import dev.jcompose.model.value.ByteSize;
import dev.jcompose.model.value.Copies;
import dev.jcompose.planner.desired.Endpoint;
import dev.jcompose.planner.desired.NetworkMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Networks, limits, ports and health. For engines with real containers. */
public abstract class ResourcesContract extends RealContainers {
    @Test
    void networksAreMadeJoinedLeftAndRemoved() throws Exception {
        String front = network("front");
        String back = network("back");
        var id = containers()
                .create(
                        Specs.of(
                                name(),
                                image(),
                                Specs.service(command("sleep 60")),
                                new NetworkMode.Attached(List.of(
                                        Endpoint.named("front", name() + "_front", List.of("web", "alias")),
                                        Endpoint.named("back", name() + "_back", List.of("web")))),
                                List.of()),
                        CreateOptions.named(name()))
                .id();
        containers().start(id);

        var endpoints = containers().inspect(id).summary().networks();
        assertThat(endpoints)
                .extracting(e -> e.networkName())
                .containsExactlyInAnyOrder(name() + "_front", name() + "_back");
        assertThat(endpoints).extracting(e -> e.networkId()).containsExactlyInAnyOrder(front, back);
        assertThat(endpoints).allSatisfy(e -> assertThat(e.ipv4()).isNotEmpty());
        assertThatThrownBy(() -> engine().networks().remove(back))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CONFLICT));
        engine().networks().disconnect(back, id);
        engine().networks().disconnect(back, id);
        engine().networks().connect(back, id, Endpoint.named("back", name() + "_back", List.of("again")));
        assertThat(listed().getFirst().networks()).hasSize(2);
        assertThatThrownBy(() -> network("front"))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CONFLICT));
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
        try (var subscription = engine().subscribe(ActivityFilter.ofProject(name()))) {
            var id = containers()
                    .create(
                            Specs.of(
                                    name(),
                                    image(),
                                    service,
                                    new NetworkMode.Attached(
                                            List.of(Endpoint.named("net", name() + "_net", List.of("web")))),
                                    List.of()),
                            CreateOptions.named(name()))
                    .id();
            containers().start(id);
            var activity = subscription.next().orElseThrow();
            while (!activity.action().equals("health_status: healthy")) {
                activity = subscription.next().orElseThrow();
            }

            var details = containers().inspect(id);
            assertThat(details.healthCheck()).isEqualTo(ContainerDetails.HealthCheck.CONFIGURED);
            assertThat(details.healthLog()).isNotEmpty();
            assertThat(listed().getFirst().health().word()).isEqualTo("healthy");
            var port = listed().getFirst().ports().getFirst();
            assertThat(port.hostAddress()).isEqualTo("127.0.0.1");
            assertThat(port.containerPort()).isEqualTo(80);
            assertThat(port.hostPort()).isPositive();
            assertThat(details.summary().ports()).contains(port);
            assertThat(containers().stats(id).memoryLimit()).isEqualTo(64 << 20);
        }
    }
}
