package dev.jcompose.daemon.route;

import dev.jcompose.daemon.http.HttpException;
import dev.jcompose.runtime.store.JsonObject;
import java.util.List;

/** Building images, which this engine does not do yet: it says so, and has no cache to be pruned. */
public final class BuildRoutes implements Route.Group {
    private static final Route REFUSE = call -> {
        throw new HttpException(
                501,
                "this engine does not build images yet: build with another tool, then load the image"
                        + " (docker load, jcompose image load) or push it to a registry");
    };

    @Override
    public void addTo(Router router) {
        router.add("POST", "/build", REFUSE)
                .add("POST", "/session", REFUSE)
                .add("POST", "/grpc", REFUSE)
                .add("POST", "/build/cancel", REFUSE)
                .add(
                        "POST",
                        "/build/prune",
                        call -> call.respond(
                                200,
                                JsonObject.builder()
                                        .putStrings("CachesDeleted", List.of())
                                        .put("SpaceReclaimed", 0)
                                        .build()));
    }
}
