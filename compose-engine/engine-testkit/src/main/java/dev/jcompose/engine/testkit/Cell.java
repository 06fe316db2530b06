package dev.jcompose.engine.testkit;

import dev.jcompose.engine.ContainerDetails;
import dev.jcompose.engine.OutputSink;
import dev.jcompose.planner.desired.ContainerSpec;
import dev.jcompose.planner.desired.MountSpec;
import dev.jcompose.planner.observed.ContainerState;
import dev.jcompose.planner.observed.Health;
import dev.jcompose.planner.observed.ObservedContainer;
import dev.jcompose.planner.observed.ObservedEndpoint;
import dev.jcompose.planner.observed.ObservedMount;
import dev.jcompose.planner.resource.ContainerId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One container of an {@link InMemoryEngine}; guarded by the engine's lock. */
final class Cell {
    final ContainerId id;
    final ContainerSpec spec;
    final Map<String, ObservedEndpoint> endpoints = new LinkedHashMap<>();
    final List<ObservedMount> mounts = new ArrayList<>();
    final List<String> lines = new ArrayList<>();
    final List<OutputSink> attached = new ArrayList<>();
    final Instant createdAt;
    String name;
    ContainerState state = ContainerState.CREATED;
    Health health = Health.NONE;
    int exitCode;
    Instant startedAt = Instant.EPOCH;

    Cell(ContainerId id, ContainerSpec spec, String name, Instant createdAt) {
        this.id = id;
        this.spec = spec;
        this.name = name;
        this.createdAt = createdAt;
        for (MountSpec mount : spec.mounts()) {
            if (mount instanceof MountSpec.NamedVolume volume) {
                mounts.add(volume(volume.volume(), volume.target()));
            } else if (mount instanceof MountSpec.AnonymousVolume volume) {
                mounts.add(volume("anonymous-" + id.shortForm(), volume.target()));
            }
        }
    }

    static ObservedMount volume(String name, String target) {
        return new ObservedMount(ObservedMount.Kind.VOLUME, "", name, target, ObservedMount.Access.READ_WRITE);
    }

    void say(String line) {
        lines.add(line);
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        attached.forEach(sink -> sink.write(OutputSink.Channel.STDOUT, bytes));
    }

    boolean isUp() {
        return state == ContainerState.RUNNING || state == ContainerState.PAUSED;
    }

    ObservedContainer observed() {
        return new ObservedContainer(
                id,
                name,
                spec.image(),
                "sha256:" + spec.image(),
                "",
                state,
                health,
                exitCode,
                state.word(),
                spec.labels(),
                List.copyOf(endpoints.values()),
                mounts,
                List.of(),
                createdAt);
    }

    ContainerDetails details() {
        return new ContainerDetails(
                observed(),
                isUp() ? 1 : 0,
                ContainerDetails.Tty.ABSENT,
                ContainerDetails.StandardInput.CLOSED,
                ContainerDetails.MemoryKill.NOT_HAPPENED,
                "",
                0,
                Optional.of(startedAt),
                Optional.empty(),
                Duration.ofSeconds(10),
                "json-file",
                health == Health.NONE ? ContainerDetails.HealthCheck.ABSENT : ContainerDetails.HealthCheck.CONFIGURED,
                List.of());
    }
}
