package dev.jcompose.daemon.route;

import dev.jcompose.daemon.http.HttpException;
import dev.jcompose.runtime.container.Container;
import dev.jcompose.runtime.container.Containers;
import dev.jcompose.runtime.container.MountType;
import dev.jcompose.runtime.container.RunState;
import dev.jcompose.runtime.image.ImageName;
import dev.jcompose.runtime.network.Network;
import dev.jcompose.runtime.network.NetworkService;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Which containers a list shows. */
final class ContainerFilters {
    private static final Set<String> KNOWN = Set.of(
            "ancestor",
            "before",
            "exited",
            "expose",
            "health",
            "id",
            "is-task",
            "isolation",
            "label",
            "label!",
            "name",
            "network",
            "publish",
            "since",
            "status",
            "volume");

    private final Filters filters;
    private final List<Pattern> names;
    private final Optional<Instant> before;
    private final Optional<Instant> since;
    private final List<Network> networks;

    /** @throws HttpException 400 for an unknown filter or a value that makes no sense */
    ContainerFilters(Filters filters, Containers containers, NetworkService networks) throws IOException {
        this.filters = filters.only(KNOWN);
        for (String status : filters.get("status")) {
            boolean known = Arrays.stream(RunState.Status.values())
                    .anyMatch(each -> each.word().equals(status));
            if (!known) {
                throw new HttpException(400, "invalid filter 'status=" + status + "'");
            }
        }
        this.names = filters.get("name").stream().map(ContainerFilters::pattern).toList();
        this.before = created(containers, "before");
        this.since = created(containers, "since");
        this.networks = filters.has("network") ? networks.list() : List.of();
    }

    private static Pattern pattern(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new HttpException(400, "invalid filter 'name=" + text + "': " + e.getDescription());
        }
    }

    private Optional<Instant> created(Containers containers, String name) throws IOException {
        return filters.get(name).isEmpty()
                ? Optional.empty()
                : Optional.of(
                        containers.get(filters.get(name).getFirst()).record().created());
    }

    /** Whether containers that do not run are asked for by one of the filters. */
    boolean choosesStates() {
        return filters.has("status") || filters.has("exited");
    }

    boolean match(Container container) throws IOException {
        var record = container.record();
        var state = container.state();
        return filters.labels(record.config().labels())
                && filters.startsWith("id", record.id())
                && filters.is("status", state.status().word())
                && filters.is(
                        "health",
                        state.health().map(health -> health.status().word()).orElse("none"))
                && filters.is("is-task", "false")
                && (names.isEmpty() || names.stream().anyMatch(name -> matches(name, record.name())))
                && before.map(time -> record.created().isBefore(time)).orElse(true)
                && since.map(time -> record.created().isAfter(time)).orElse(true)
                && matchesExit(state)
                && (!filters.has("network") || onNetwork(container))
                && (!filters.has("volume") || hasVolume(container))
                && (!filters.has("ancestor") || isFrom(container))
                && matchesPorts("expose", record.config().exposedPorts())
                && matchesPorts("publish", record.host().portBindings().keySet());
    }

    private static boolean matches(Pattern pattern, String name) {
        return pattern.matcher(name).find() || pattern.matcher("/" + name).find();
    }

    private boolean matchesExit(RunState state) {
        return !filters.has("exited")
                || (state.status() == RunState.Status.EXITED
                        && filters.get("exited").contains(Integer.toString(state.exitCode())));
    }

    private boolean onNetwork(Container container) {
        for (String wanted : filters.get("network")) {
            for (var endpoint : container.record().endpoints()) {
                boolean byId = networks.stream()
                        .anyMatch(network -> network.name().equals(endpoint.network())
                                && network.id().startsWith(wanted));
                if (endpoint.network().equals(wanted) || byId) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean hasVolume(Container container) {
        return container.record().mounts().stream()
                .anyMatch(mount -> filters.get("volume").contains(mount.destination())
                        || (mount.type() == MountType.VOLUME
                                && filters.get("volume").contains(mount.name()))
                        || (mount.type() == MountType.BIND
                                && filters.get("volume").contains(mount.source())));
    }

    private boolean isFrom(Container container) {
        String image = container.record().config().image();
        String id = container.record().imageId();
        for (String wanted : filters.get("ancestor")) {
            if (familiar(wanted).equals(familiar(image))
                    || id.startsWith(wanted)
                    || id.startsWith("sha256:" + wanted)) {
                return true;
            }
        }
        return false;
    }

    private static String familiar(String name) {
        try {
            return ImageName.parse(name).withDefaultTag().familiar();
        } catch (IOException e) {
            return name; // an id
        }
    }

    private boolean matchesPorts(String filter, Set<String> ports) {
        return !filters.has(filter)
                || filters.get(filter).stream()
                        .map(port -> port.contains("/") ? port : port + "/tcp")
                        .anyMatch(ports::contains);
    }
}
