package dev.jcompose.daemon.route;

import dev.jcompose.daemon.http.HttpException;
import java.util.List;

/**
 * Swarm and plugins, which this engine does not have: it answers as a Docker engine does that never joined a swarm, so that
 * clients which look for either go on without.
 */
public final class ClusterRoutes implements Route.Group {
    private static final List<String> COLLECTIONS =
            List.of("swarm", "nodes", "services", "tasks", "secrets", "configs");

    private static final Route NO_MANAGER = call -> {
        throw new HttpException(
                503,
                "This node is not a swarm manager. Use \"docker swarm init\" or \"docker swarm join\" to connect this"
                        + " node to swarm and try again.");
    };

    @Override
    public void addTo(Router router) {
        router.add("GET", "/plugins", call -> call.respond(200, List.of()))
                .add("GET", "/plugins/{name...}/json", call -> {
                    throw new HttpException(404, "plugin \"" + call.path("name") + "\" not found");
                })
                .add("POST", "/swarm/init", call -> {
                    throw new HttpException(501, "this engine cannot be part of a swarm");
                })
                .add("POST", "/swarm/join", call -> {
                    throw new HttpException(501, "this engine cannot be part of a swarm");
                });
        for (String collection : COLLECTIONS) {
            router.add("GET", "/" + collection, NO_MANAGER)
                    .add("GET", "/" + collection + "/{rest...}", NO_MANAGER)
                    .add("POST", "/" + collection + "/{rest...}", NO_MANAGER)
                    .add("DELETE", "/" + collection + "/{rest...}", NO_MANAGER);
        }
    }
}
