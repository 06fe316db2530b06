package dev.jcompose.engine.docker;

import dev.jcompose.engine.ContainerDetails;
import dev.jcompose.engine.ContainerDetails.HealthCheck;
import dev.jcompose.engine.ContainerDetails.HealthProbe;
import dev.jcompose.engine.ContainerDetails.MemoryKill;
import dev.jcompose.engine.ContainerDetails.StandardInput;
import dev.jcompose.engine.ContainerDetails.Tty;
import dev.jcompose.engine.docker.json.JsonCursor;
import dev.jcompose.model.value.Copies;
import dev.jcompose.planner.observed.Health;
import dev.jcompose.planner.observed.ObservedContainer;
import dev.jcompose.planner.observed.ObservedEndpoint;
import dev.jcompose.planner.observed.ObservedMount;
import dev.jcompose.planner.observed.ObservedPort;
import dev.jcompose.planner.resource.ContainerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Reads the inspection of a container.
 *
 * @see <a href="https://docs.docker.com/reference/api/engine/version/v1.45/#tag/Container/operation/ContainerInspect">GET
 *     /containers/{id}/json</a>
 */
final class ContainerInspection {
    private static final Duration DEFAULT_GRACE = Duration.ofSeconds(10);

    private final JsonCursor cursor;
    private String id = "";
    private String name = "";
    private String image = "";
    private String imageId = "";
    private String path = "";
    private List<String> arguments = List.of();
    private Instant created = Instant.EPOCH;
    private int restarts;
    private String logDriver = "";
    private SequencedMap<String, String> labels = Copies.of(Map.of());
    private List<ObservedEndpoint> networks = List.of();
    private List<ObservedMount> mounts = List.of();
    private final List<ObservedPort> ports = new ArrayList<>();

    private String state = "";
    private String failure = "";
    private int exitCode;
    private int pid;
    private boolean outOfMemory;
    private Optional<Instant> startedAt = Optional.empty();
    private Optional<Instant> finishedAt = Optional.empty();
    private String health = "";
    private final List<HealthProbe> probes = new ArrayList<>();

    private boolean terminal;
    private boolean openInput;
    private boolean healthCheck;
    private Duration grace = DEFAULT_GRACE;

    private ContainerInspection(JsonCursor cursor) {
        this.cursor = cursor;
    }

    static ContainerDetails read(JsonCursor cursor) {
        var inspection = new ContainerInspection(cursor);
        cursor.object(inspection::field);
        return inspection.details();
    }

    private ContainerDetails details() {
        var words = new ArrayList<String>();
        words.add(path);
        words.addAll(arguments);
        var summary = new ObservedContainer(
                new ContainerId(id),
                name,
                image,
                imageId,
                String.join(" ", words).strip(),
                ContainerListing.state(state),
                health(),
                exitCode,
                health.isEmpty() || health.equals("none") ? state : state + " (" + health + ")",
                labels,
                networks,
                mounts,
                ports,
                created);
        return new ContainerDetails(
                summary,
                pid,
                terminal ? Tty.PRESENT : Tty.ABSENT,
                openInput ? StandardInput.OPEN : StandardInput.CLOSED,
                outOfMemory ? MemoryKill.HAPPENED : MemoryKill.NOT_HAPPENED,
                failure,
                restarts,
                startedAt,
                finishedAt,
                grace,
                logDriver,
                healthCheck ? HealthCheck.CONFIGURED : HealthCheck.ABSENT,
                probes);
    }

    private Health health() {
        return switch (health) {
            case "starting" -> Health.STARTING;
            case "healthy" -> Health.HEALTHY;
            case "unhealthy" -> Health.UNHEALTHY;
            default -> Health.NONE;
        };
    }

    private void field(String field) {
        switch (field) {
            case "Id" -> id = cursor.text();
            case "Name" -> name = cursor.text().startsWith("/") ? cursor.text().substring(1) : cursor.text();
            case "Created" -> created = Instants.parse(cursor.text()).orElse(Instant.EPOCH);
            case "Path" -> path = cursor.text();
            case "Args" -> arguments = cursor.texts();
            case "Image" -> imageId = cursor.text();
            case "RestartCount" -> restarts = (int) cursor.number();
            case "State" -> cursor.object(this::stateField);
            case "Config" -> cursor.object(this::configField);
            case "Mounts" -> mounts = ContainerListing.mounts(cursor);
            case "HostConfig" ->
                cursor.object(inner -> {
                    if (inner.equals("LogConfig")) {
                        cursor.object(log -> {
                            if (log.equals("Type")) {
                                logDriver = cursor.text();
                            }
                        });
                    }
                });
            case "NetworkSettings" ->
                cursor.object(inner -> {
                    switch (inner) {
                        case "Networks" -> networks = ContainerListing.networks(cursor);
                        case "Ports" -> cursor.object(this::ports);
                        default -> {}
                    }
                });
            default -> {}
        }
    }

    private void stateField(String field) {
        switch (field) {
            case "Status" -> state = cursor.text();
            case "Error" -> failure = cursor.text();
            case "ExitCode" -> exitCode = (int) cursor.number();
            case "Pid" -> pid = (int) cursor.number();
            case "OOMKilled" -> outOfMemory = cursor.truth();
            case "StartedAt" -> startedAt = Instants.parse(cursor.text());
            case "FinishedAt" -> finishedAt = Instants.parse(cursor.text());
            case "Health" ->
                cursor.object(inner -> {
                    switch (inner) {
                        case "Status" -> health = cursor.text();
                        case "Log" -> cursor.array(() -> probes.add(probe()));
                        default -> {}
                    }
                });
            default -> {}
        }
    }

    private HealthProbe probe() {
        var found = new Object() {
            Instant start = Instant.EPOCH;
            Instant end = Instant.EPOCH;
            int exitCode;
            String output = "";
        };
        cursor.object(field -> {
            switch (field) {
                case "Start" -> found.start = Instants.parse(cursor.text()).orElse(Instant.EPOCH);
                case "End" -> found.end = Instants.parse(cursor.text()).orElse(Instant.EPOCH);
                case "ExitCode" -> found.exitCode = (int) cursor.number();
                case "Output" -> found.output = cursor.text();
                default -> {}
            }
        });
        return new HealthProbe(found.start, found.end, found.exitCode, found.output);
    }

    private void configField(String field) {
        switch (field) {
            case "Image" -> image = cursor.text();
            case "Labels" -> labels = cursor.textMap();
            case "Tty" -> terminal = cursor.truth();
            case "OpenStdin" -> openInput = cursor.truth();
            case "StopTimeout" -> {
                if (!cursor.isNull()) {
                    grace = Duration.ofSeconds(cursor.number());
                }
            }
            case "Healthcheck" ->
                cursor.object(inner -> {
                    if (inner.equals("Test")) {
                        var test = cursor.texts();
                        healthCheck = !test.isEmpty() && !test.getFirst().equals("NONE");
                    }
                });
            default -> {}
        }
    }

    /** {@code "80/tcp": [{"HostIp": "0.0.0.0", "HostPort": "8080"}]}, or null for a port that is only exposed. */
    private void ports(String key) {
        int slash = key.indexOf('/');
        String number = slash < 0 ? key : key.substring(0, slash);
        String protocol = slash < 0 ? "tcp" : key.substring(slash + 1);
        if (!number.matches("[0-9]{1,5}")) {
            return;
        }
        int port = Integer.parseInt(number);
        int before = ports.size();
        cursor.array(() -> {
            var found = new Object() {
                String address = "";
                int hostPort;
            };
            cursor.object(field -> {
                switch (field) {
                    case "HostIp" -> found.address = cursor.text();
                    case "HostPort" -> found.hostPort = (int) cursor.number();
                    default -> {}
                }
            });
            ports.add(new ObservedPort(found.address, found.hostPort, port, protocol));
        });
        if (ports.size() == before) {
            ports.add(new ObservedPort("", 0, port, protocol));
        }
    }
}
