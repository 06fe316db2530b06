package dev.jcompose.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jcompose.engine.ContainerFilter;
import dev.jcompose.engine.ExecRequest;
import dev.jcompose.engine.LogRequest;
import dev.jcompose.engine.Stdio;
import dev.jcompose.model.value.Copies;
import dev.jcompose.planner.observed.ContainerState;
import dev.jcompose.planner.resource.ContainerId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * A container that Testcontainers makes on a real engine, seen and driven by our adapter: two clients of one engine agree on
 * what they see. Its reaper is off (see the POM), as its image would have to be pulled.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TestcontainersTest {
    @Test
    void aContainerOfAnotherClientIsSeenAndDriven() throws Exception {
        String owner = "jc-testcontainers-" + ProcessHandle.current().pid();
        try (var engine = RealEngine.open();
                var container = new GenericContainer<>(DockerImageName.parse(RealEngine.IMAGE))) {
            container
                    .withCommand("/bin/sh", "-c", "trap 'exit 9' TERM; echo hello; while :; do sleep 0.1; done")
                    .withLabel("dev.jcompose.test", owner)
                    .waitingFor(Wait.forLogMessage(".*hello.*", 1))
                    .start();
            var id = new ContainerId(container.getContainerId());

            var listed = engine.containers().list(new ContainerFilter(Copies.of(Map.of("dev.jcompose.test", owner))));
            assertThat(listed).singleElement().satisfies(seen -> {
                assertThat(seen.id()).isEqualTo(id);
                assertThat("/" + seen.name()).isEqualTo(container.getContainerName());
                assertThat(seen.image()).isEqualTo(RealEngine.IMAGE);
                assertThat(seen.state()).isEqualTo(ContainerState.RUNNING);
                assertThat(seen.labels()).containsEntry("org.testcontainers", "true");
            });

            var output = new ByteArrayOutputStream();
            engine.containers().logs(id, LogRequest.everything(), (channel, bytes) -> output.writeBytes(bytes));
            assertThat(output.toString(StandardCharsets.UTF_8)).endsWith(" hello\n");

            int exit = engine.containers()
                    .exec(
                            id,
                            ExecRequest.of(List.of("/bin/sh", "-c", "echo inside > /tmp/note; exit 4")),
                            Stdio.outputTo((channel, bytes) -> {}));
            assertThat(exit).isEqualTo(4);
            assertThat(container.execInContainer("/bin/cat", "/tmp/note").getStdout())
                    .isEqualTo("inside\n");

            engine.containers().stop(id, Optional.of(Duration.ofSeconds(10)));
            assertThat(container.isRunning()).isFalse();
            assertThat(engine.containers().inspect(id).summary().exitCode()).isEqualTo(9);
        }
    }
}
