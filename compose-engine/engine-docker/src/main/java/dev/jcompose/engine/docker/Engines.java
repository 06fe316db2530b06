package dev.jcompose.engine.docker;

import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.docker.config.DockerConfig;
import dev.jcompose.engine.docker.endpoint.DaemonCommand;
import dev.jcompose.engine.docker.endpoint.EndpointChoice;
import dev.jcompose.engine.docker.endpoint.EndpointRequest;
import dev.jcompose.engine.docker.endpoint.NativeDaemon;
import dev.jcompose.engine.docker.transport.EngineHttp;
import java.io.IOException;

/** Opens the engine that was chosen. */
public final class Engines {
    private Engines() {}

    /**
     * Opens an engine; the native one is started when it does not run. No connection is made to any other: whether anyone
     * answers shows with the first call.
     *
     * @param request what the choice was made from: the same user's settings and credentials apply
     * @param daemon how to start the native engine
     * @throws EngineException when the native engine does not start or Docker's settings cannot be read
     */
    public static DockerEngine open(EndpointChoice choice, EndpointRequest request, DaemonCommand daemon)
            throws EngineException, InterruptedException {
        if (choice instanceof EndpointChoice.Native local) {
            new NativeDaemon(local.root(), daemon).ensureRunning();
        }
        return connect(choice, request);
    }

    /** Opens an engine without starting anything. */
    public static DockerEngine connect(EndpointChoice choice, EndpointRequest request) throws EngineException {
        try {
            var config = DockerConfig.load(DockerConfig.folder(request.environment(), request.home()));
            var gaps = choice instanceof EndpointChoice.Native ? KnownGaps.OF_NATIVE : KnownGaps.OF_DOCKER;
            return new DockerEngine(new EngineHttp(choice.address()), config, request.environment(), gaps);
        } catch (IOException e) {
            throw new EngineException(
                    EngineException.Kind.INVALID, "read Docker's settings", "", String.valueOf(e.getMessage()), e);
        }
    }
}
