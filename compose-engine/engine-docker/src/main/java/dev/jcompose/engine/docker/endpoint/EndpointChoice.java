package dev.jcompose.engine.docker.endpoint;

import dev.jcompose.engine.docker.transport.EngineAddress;

/** The engine that a command talks to. */
public sealed interface EndpointChoice {
    /** What decided, for messages: {@code DOCKER_HOST}, {@code --backend native}, {@code the default}. */
    String why();

    /** Where it listens. */
    EngineAddress address();

    /** The bundled engine, started when it does not run. */
    record Native(NativeRoot root, String why) implements EndpointChoice {
        @Override
        public EngineAddress.Unix address() {
            return new EngineAddress.Unix(root.socket());
        }
    }

    /** An engine that somebody else runs: dockerd, podman, a remote machine. */
    record Docker(EngineAddress address, String why) implements EndpointChoice {}
}
