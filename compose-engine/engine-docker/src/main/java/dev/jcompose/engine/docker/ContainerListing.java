package dev.jcompose.engine.docker;

import dev.jcompose.engine.docker.json.JsonCursor;
import dev.jcompose.model.value.Copies;
import dev.jcompose.planner.observed.ContainerState;
import dev.jcompose.planner.observed.Health;
import dev.jcompose.planner.observed.ObservedContainer;
import dev.jcompose.planner.observed.ObservedEndpoint;
import dev.jcompose.planner.observed.ObservedMount;
import dev.jcompose.planner.observed.ObservedPort;
import dev.jcompose.planner.resource.ContainerId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/**
 * Reads one element of a listing of containers.
 *
 * @see <a href="https://docs.docker.com/reference/api/engine/version/v1.45/#tag/Container/operation/ContainerList">GET
 *     /containers/json</a>
 */
final class ContainerListing {
    /** {@code Exited (137) 2 minutes ago}, {@code Restarting (1) 3 seconds ago}. */
    private static final Pattern EXIT_CODE = Pattern.compile("(?:Exited|Restarting) \\(([0-9]{1,3})\\).*");

    private final JsonCursor cursor;
    private String id = "";
    private String name = "";
    private String image = "";
    private String imageId = "";
    private String command = "";
    private String state = "";
    private String status = "";
    private long created;
    private SequencedMap<String, String> labels = Copies.of(Map.of());
    private List<ObservedEndpoint> networks = List.of();
    private List<ObservedMount> mounts = List.of();
    private final List<ObservedPort> ports = new ArrayList<>();

    private ContainerListing(JsonCursor cursor) {
        this.cursor = cursor;
    }

    static ObservedContainer read(JsonCursor cursor) {
        var listing = new ContainerListing(cursor);
        cursor.object(listing::field);
        return new ObservedContainer(
                new ContainerId(listing.id),
                listing.name,
                listing.image,
                listing.imageId,
                listing.command,
                state(listing.state),
                health(listing.status),
                exitCode(listing.status),
                listing.status,
                listing.labels,
                listing.networks,
                listing.mounts,
                listing.ports,
                Instant.ofEpochSecond(listing.created));
    }

    private void field(String field) {
        switch (field) {
            case "Id" -> id = cursor.text();
            case "Names" -> name = name(cursor.texts());
            case "Image" -> image = cursor.text();
            case "ImageID" -> imageId = cursor.text();
            case "Command" -> command = cursor.text();
            case "Created" -> created = cursor.number();
            case "State" -> state = cursor.text();
            case "Status" -> status = cursor.text();
            case "Labels" -> labels = cursor.textMap();
            case "Ports" -> cursor.array(() -> ports.add(port(cursor)));
            case "Mounts" -> mounts = mounts(cursor);
            case "NetworkSettings" ->
                cursor.object(inner -> {
                    if (inner.equals("Networks")) {
                        networks = networks(cursor);
                    }
                });
            default -> {}
        }
    }

    /** Names under another container's are legacy links; its own is the one with a single slash. */
    private static String name(List<String> names) {
        return names.stream()
                .filter(name -> name.lastIndexOf('/') <= 0)
                .map(name -> name.startsWith("/") ? name.substring(1) : name)
                .findFirst()
                .orElse("");
    }

    static ContainerState state(String word) {
        for (var state : ContainerState.values()) {
            if (state.word().equals(word)) {
                return state;
            }
        }
        // podman's words for states that Docker does not have.
        return switch (word) {
            case "configured", "initialized" -> ContainerState.CREATED;
            case "stopping" -> ContainerState.RUNNING;
            case "stopped" -> ContainerState.EXITED;
            default -> ContainerState.DEAD;
        };
    }

    static Health health(String status) {
        if (status.endsWith("(healthy)")) {
            return Health.HEALTHY;
        }
        if (status.endsWith("(unhealthy)")) {
            return Health.UNHEALTHY;
        }
        return status.endsWith("(health: starting)") || status.endsWith("(starting)") ? Health.STARTING : Health.NONE;
    }

    private static int exitCode(String status) {
        var matcher = EXIT_CODE.matcher(status);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    static List<ObservedEndpoint> networks(JsonCursor cursor) {
        var endpoints = new ArrayList<ObservedEndpoint>();
        cursor.object(network -> {
            var found = new Object() {
                String id = "";
                String ipv4 = "";
                String ipv6 = "";
            };
            cursor.object(field -> {
                switch (field) {
                    case "NetworkID" -> found.id = cursor.text();
                    case "IPAddress" -> found.ipv4 = cursor.text();
                    case "GlobalIPv6Address" -> found.ipv6 = cursor.text();
                    default -> {}
                }
            });
            endpoints.add(new ObservedEndpoint(network, found.id, found.ipv4, found.ipv6));
        });
        return endpoints;
    }

    static List<ObservedMount> mounts(JsonCursor cursor) {
        var mounts = new ArrayList<ObservedMount>();
        cursor.array(() -> {
            var found = new Object() {
                String type = "";
                String source = "";
                String volume = "";
                String target = "";
                boolean writable;
            };
            cursor.object(field -> {
                switch (field) {
                    case "Type" -> found.type = cursor.text();
                    case "Name" -> found.volume = cursor.text();
                    case "Source" -> found.source = cursor.text();
                    case "Destination" -> found.target = cursor.text();
                    case "RW" -> found.writable = cursor.truth();
                    default -> {}
                }
            });
            var kind = kind(found.type);
            mounts.add(new ObservedMount(
                    kind,
                    found.source,
                    kind == ObservedMount.Kind.VOLUME ? found.volume : "",
                    found.target,
                    found.writable ? ObservedMount.Access.READ_WRITE : ObservedMount.Access.READ_ONLY));
        });
        return mounts;
    }

    private static ObservedMount.Kind kind(String type) {
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "bind" -> ObservedMount.Kind.BIND;
            case "volume" -> ObservedMount.Kind.VOLUME;
            case "tmpfs" -> ObservedMount.Kind.TMPFS;
            case "image" -> ObservedMount.Kind.IMAGE;
            default -> ObservedMount.Kind.OTHER;
        };
    }

    private static ObservedPort port(JsonCursor cursor) {
        var found = new Object() {
            String address = "";
            int hostPort;
            int containerPort;
            String protocol = "";
        };
        cursor.object(field -> {
            switch (field) {
                case "IP" -> found.address = cursor.text();
                case "PublicPort" -> found.hostPort = (int) cursor.number();
                case "PrivatePort" -> found.containerPort = (int) cursor.number();
                case "Type" -> found.protocol = cursor.text();
                default -> {}
            }
        });
        return new ObservedPort(found.address, found.hostPort, found.containerPort, found.protocol);
    }
}
