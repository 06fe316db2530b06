package dev.jcompose.engine.docker;

import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.docker.endpoint.EndpointChoice;
import dev.jcompose.engine.docker.endpoint.EndpointRequest;
import dev.jcompose.engine.docker.endpoint.Endpoints;
import dev.jcompose.engine.testkit.HostRootfs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** The Docker engine that {@code DOCKER_HOST} names; tests that need one are skipped where none answers. */
final class RealEngine {
    /** An image that {@link #open()} makes; it has a shell and little else. */
    static final String IMAGE = "jcompose-test/shell:3";

    private RealEngine() {}

    static EndpointRequest request() {
        return new EndpointRequest(
                Optional.of("docker"), Optional.empty(), System.getenv(), Path.of(System.getProperty("user.home")));
    }

    static DockerEngine open() throws EngineException, IOException, InterruptedException {
        String host = System.getenv("DOCKER_HOST");
        Assumptions.assumeTrue(host != null && !host.isEmpty(), "DOCKER_HOST names no engine to test against");
        EndpointChoice choice = Endpoints.choose(request());
        var engine = Engines.connect(choice, request());
        try {
            engine.info();
        } catch (EngineException e) {
            engine.close();
            Assumptions.abort("no engine answers: " + e.getMessage());
        }
        if (engine.images().find(IMAGE).isEmpty()) {
            engine.importImage(
                    new ByteArrayInputStream(HostRootfs.tar()),
                    IMAGE,
                    List.of(),
                    (layer, status, current, total) -> {});
        }
        return engine;
    }
}
