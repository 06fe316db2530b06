package dev.jcompose.daemon.route;

import dev.jcompose.daemon.wire.EventJson;
import dev.jcompose.runtime.container.Event;
import dev.jcompose.runtime.container.EventHub;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** {@code GET /events}. */
public final class EventRoutes implements Route.Group {
    private static final Set<String> FILTERS = Set.of(
            "config",
            "container",
            "daemon",
            "event",
            "image",
            "label",
            "label!",
            "network",
            "node",
            "plugin",
            "scope",
            "secret",
            "service",
            "type",
            "volume");
    private static final Duration FOREVER = Duration.ofDays(36_500);

    private final EventHub hub;
    private final Clock clock;

    public EventRoutes(EventHub hub, Clock clock) {
        this.hub = hub;
        this.clock = clock;
    }

    @Override
    public void addTo(Router router) {
        router.add("GET", "/events", this::events);
    }

    private void events(Call call) throws Exception {
        var filters = call.filters().only(FILTERS);
        Optional<Instant> since = time(call, "since");
        Optional<Instant> until = time(call, "until");
        try (var subscription = hub.subscribe(event -> matches(filters, event), since)) {
            call.exchange().cancelWhenClientLeaves();
            try (OutputStream out = call.exchange().stream(200, "application/json")) {
                for (; ; ) {
                    Duration wait = until.map(end -> Duration.between(clock.instant(), end))
                            .orElse(FOREVER);
                    Optional<Event> event = subscription.next(wait.isNegative() ? Duration.ZERO : wait);
                    if (event.isEmpty()
                            || until.map(end -> event.get().time().isAfter(end)).orElse(false)) {
                        return;
                    }
                    out.write(EventJson.of(event.get()).toBytes());
                    out.write('\n');
                    out.flush();
                }
            }
        }
    }

    private Optional<Instant> time(Call call, String name) {
        return call.query()
                .get(name)
                .filter(text -> !text.isEmpty())
                .map(text -> TimePoint.time(text, clock.instant()));
    }

    static boolean matches(Filters filters, Event event) {
        return filters.is("type", event.type())
                && filters.is("scope", "local")
                && matchesAction(filters, event.action())
                && filters.labels(event.attributes())
                && matchesActor(filters, "container", event)
                && matchesActor(filters, "network", event)
                && matchesActor(filters, "volume", event)
                && matchesActor(filters, "image", event);
    }

    /** {@code health_status} stands for each of {@code health_status: ...}, as {@code exec_start} does for its commands. */
    private static boolean matchesAction(Filters filters, String action) {
        int colon = action.indexOf(':');
        return filters.is("event", action) || (colon > 0 && filters.is("event", action.substring(0, colon)));
    }

    private static boolean matchesActor(Filters filters, String type, Event event) {
        if (!filters.has(type)) {
            return true;
        }
        if (type.equals("image") && event.type().equals("container")) {
            String image = event.attributes().getOrDefault("image", "");
            return filters.get(type).contains(image);
        }
        String name = event.attributes().getOrDefault("name", event.actor());
        return event.type().equals(type)
                && (filters.get(type).contains(name)
                        || filters.get(type).stream().anyMatch(event.actor()::startsWith));
    }
}
