package dev.jcompose.daemon.route;

import dev.jcompose.daemon.wire.StatsJson;
import dev.jcompose.daemon.wire.TopJson;
import dev.jcompose.runtime.container.Container;
import dev.jcompose.runtime.container.Containers;
import dev.jcompose.runtime.container.Usage;
import dev.jcompose.runtime.store.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;

/** What containers use and what runs in them: {@code stats} and {@code top}. */
public final class UsageRoutes implements Route.Group {
    /** How often the API promises a new line. */
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final Containers containers;

    public UsageRoutes(Containers containers) {
        this.containers = containers;
    }

    @Override
    public void addTo(Router router) {
        router.add("GET", "/containers/{id}/stats", this::stats).add("GET", "/containers/{id}/top", this::top);
    }

    private void top(Call call) throws IOException {
        Container container = containers.get(call.path("id"));
        call.respond(
                200,
                TopJson.of(containers.usage().processes(container), call.query().text("ps_args")));
    }

    private void stats(Call call) throws Exception {
        Container container = containers.get(call.path("id"));
        boolean stream = call.query().get("stream").isEmpty() || call.query().flag("stream");
        Optional<Usage.Snapshot> previous = containers.usage().read(container);
        if (!stream) {
            if (!call.query().flag("one-shot") && previous.isPresent()) {
                Thread.sleep(PERIOD);
                call.respond(200, line(container, containers.usage().read(container), previous));
            } else {
                call.respond(200, line(container, previous, Optional.empty()));
            }
            return;
        }
        call.exchange().cancelWhenClientLeaves();
        try (OutputStream out = call.exchange().stream(200, "application/json")) {
            Optional<Usage.Snapshot> before = Optional.empty();
            while (!container.state().status().equals(dev.jcompose.runtime.container.RunState.Status.REMOVING)) {
                Optional<Usage.Snapshot> now = containers.usage().read(container);
                out.write(line(container, now, before).toBytes());
                out.write('\n');
                out.flush();
                before = now;
                Thread.sleep(PERIOD);
            }
        }
    }

    private static JsonObject line(Container container, Optional<Usage.Snapshot> now, Optional<Usage.Snapshot> before)
            throws IOException {
        return now.isPresent() ? StatsJson.of(container, now.get(), before) : StatsJson.ofStopped(container);
    }
}
