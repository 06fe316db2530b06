package dev.jcompose.daemon.route;

import dev.jcompose.daemon.wire.NetworkJson;
import dev.jcompose.runtime.network.Network;
import dev.jcompose.runtime.network.NetworkException;
import dev.jcompose.runtime.network.NetworkService;
import dev.jcompose.runtime.store.JsonObject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code /networks}, but for connecting containers, which is theirs to do. */
public final class NetworkRoutes implements Route.Group {
    private static final Set<String> FILTERS =
            Set.of("name", "id", "label", "label!", "driver", "type", "scope", "dangling");

    private final NetworkService networks;
    private final Announcer announcer;

    private final Clock clock;

    public NetworkRoutes(NetworkService networks, Announcer announcer, Clock clock) {
        this.networks = networks;
        this.announcer = announcer;
        this.clock = clock;
    }

    @Override
    public void addTo(Router router) {
        router.add("GET", "/networks", this::list)
                .add("POST", "/networks/create", this::create)
                .add("POST", "/networks/prune", this::prune)
                .add(
                        "GET",
                        "/networks/{id}",
                        call -> call.respond(200, NetworkJson.of(networks.inspect(call.path("id")))))
                .add("DELETE", "/networks/{id}", this::remove);
    }

    private void list(Call call) throws Exception {
        var filters = call.filters().only(FILTERS);
        List<JsonObject> found = new ArrayList<>();
        for (var network : networks.list()) {
            if (matches(filters, network)) {
                found.add(NetworkJson.of(network));
            }
        }
        call.respond(200, found);
    }

    private boolean matches(Filters filters, Network network) throws NetworkException {
        return filters.isPartOf("name", network.name())
                && filters.startsWith("id", network.id())
                && filters.is("driver", network.driver().word())
                && filters.is("scope", "local")
                && filters.is("type", network.predefined() ? "builtin" : "custom")
                && filters.labels(network.labels())
                && (!filters.has("dangling") || filters.flag("dangling", true) == isUnused(network));
    }

    private void create(Call call) throws Exception {
        var request = call.json();
        String warning = NetworkJson.warning(request);
        var network = networks.create(NetworkJson.request(request));
        announce("create", network);
        call.respond(
                201,
                JsonObject.builder()
                        .put("Id", network.id())
                        .put("Warning", warning)
                        .build());
    }

    private void remove(Call call) throws Exception {
        var network = networks.get(call.path("id"));
        networks.remove(network.id());
        announce("destroy", network);
        call.respond(204);
    }

    private void prune(Call call) throws Exception {
        var filters = call.filters().only(Set.of("label", "label!", "until"));
        var until = TimePoint.of(filters, clock.instant());
        List<String> removed = new ArrayList<>();
        for (var network : networks.list()) {
            boolean old = until.map(time -> network.created().isBefore(time)).orElse(true);
            if (isUnused(network) && old && filters.labels(network.labels())) {
                networks.remove(network.id());
                announce("destroy", network);
                removed.add(network.name());
            }
        }
        announcer.announcePrune("network", 0);
        call.respond(
                200, JsonObject.builder().putStrings("NetworksDeleted", removed).build());
    }

    private boolean isUnused(Network network) throws NetworkException {
        return !network.predefined()
                && networks.inspect(network.id()).containers().isEmpty();
    }

    private void announce(String action, Network network) {
        announcer.announce(
                "network",
                action,
                network.id(),
                Map.of("name", network.name(), "type", network.driver().word()));
    }
}
