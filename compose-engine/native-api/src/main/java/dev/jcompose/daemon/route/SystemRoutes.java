package dev.jcompose.daemon.route;

import dev.jcompose.daemon.wire.SystemJson;
import dev.jcompose.runtime.container.Containers;
import dev.jcompose.runtime.container.Foundations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The engine itself: {@code /_ping}, {@code /version}, {@code /info}. */
public final class SystemRoutes implements Route.Group {
    private final Foundations engine;
    private final Containers containers;

    public SystemRoutes(Foundations engine, Containers containers) {
        this.engine = engine;
        this.containers = containers;
    }

    @Override
    public void addTo(Router router) {
        router.add("GET", "/_ping", this::ping)
                .add(
                        "GET",
                        "/version",
                        call -> call.respond(200, SystemJson.version(ApiVersion.CURRENT, ApiVersion.MINIMUM)))
                .add("GET", "/info", this::info);
    }

    private void ping(Call call) throws IOException {
        call.exchange().header("Cache-Control", "no-cache, no-store, must-revalidate");
        call.exchange().header("Pragma", "no-cache");
        call.exchange().respond(200, "text/plain; charset=utf-8", "OK".getBytes(StandardCharsets.US_ASCII));
    }

    private void info(Call call) throws IOException {
        call.respond(200, SystemJson.info(engine, containers.list()));
    }
}
