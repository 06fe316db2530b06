package dev.jcompose.planner.desired;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jcompose.model.Service;
import dev.jcompose.model.ServiceBuilder;
import dev.jcompose.model.print.ConfigHash;
import dev.jcompose.model.value.NamespaceMode;
import dev.jcompose.planner.resource.ContainerId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SharedContainersTest {
    private static final SharedContainers SHARED = new SharedContainers(Map.of("web", new ContainerId("4af1")));

    private static ServiceBuilder side() {
        return new ServiceBuilder("side").image(Optional.of("side"));
    }

    private static Optional<NamespaceMode> mode(String text) {
        return Optional.of(NamespaceMode.parse(text));
    }

    @Test
    void theFingerprintIsThatOfTheContainersNotOfTheirServices() {
        Service shares = side().networkMode(mode("service:web"))
                .ipc(mode("service:web"))
                .pid(mode("service:web"))
                .volumesFrom(List.of("web:ro", "container:other:rw"))
                .build();
        // As Docker Compose has it: what follows the service or the container is not part of it.
        Service bound = side().networkMode(mode("container:4af1"))
                .ipc(mode("container:4af1"))
                .pid(mode("container:4af1"))
                .volumesFrom(List.of("4af1", "other"))
                .build();
        assertThat(SHARED.configHash(shares)).isEqualTo(ConfigHash.of(bound));
    }

    @Test
    void otherModesAreLeftAlone() {
        Service service =
                side().networkMode(mode("host")).ipc(mode("shareable")).build();
        assertThat(SHARED.configHash(service)).isEqualTo(ConfigHash.of(service));
    }
}
