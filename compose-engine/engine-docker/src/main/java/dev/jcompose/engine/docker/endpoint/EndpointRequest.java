package dev.jcompose.engine.docker.endpoint;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What decides which engine a command talks to.
 *
 * @param backend value of {@code --backend}
 * @param host value of {@code -H}
 * @param environment of the command, not of this JVM: a warm daemon serves many
 * @param home the user's home directory
 */
public record EndpointRequest(
        Optional<String> backend, Optional<String> host, Map<String, String> environment, Path home) {
    public EndpointRequest {
        environment = Map.copyOf(environment);
    }

    /** A variable that is set and not empty. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }
}
