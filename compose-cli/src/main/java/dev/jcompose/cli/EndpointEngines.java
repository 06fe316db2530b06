package dev.jcompose.cli;

import dev.jcompose.cli.command.EngineSource;
import dev.jcompose.cli.command.GlobalOptions;
import dev.jcompose.cli.terminal.Invocation;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.docker.DockerEngine;
import dev.jcompose.engine.docker.Engines;
import dev.jcompose.engine.docker.endpoint.EndpointChoice;
import dev.jcompose.engine.docker.endpoint.EndpointRequest;
import dev.jcompose.engine.docker.endpoint.Endpoints;
import dev.jcompose.engine.docker.endpoint.NativeDaemon;
import dev.jcompose.engine.docker.endpoint.NativeRoot;
import java.nio.file.Path;

/** Opens the engine that options, variables and Docker's settings choose. */
final class EndpointEngines implements EngineSource {
    private final Distribution distribution;

    EndpointEngines(Distribution distribution) {
        this.distribution = distribution;
    }

    @Override
    public DockerEngine open(GlobalOptions options, Invocation invocation)
            throws EngineException, InterruptedException {
        var request = request(options, invocation);
        return Engines.open(Endpoints.choose(request), request, distribution.daemon(invocation.environment()));
    }

    @Override
    public EndpointChoice choose(GlobalOptions options, Invocation invocation) throws EngineException {
        return Endpoints.choose(request(options, invocation));
    }

    @Override
    public NativeDaemon nativeDaemon(Invocation invocation) {
        return new NativeDaemon(NativeRoot.of(invocation.environment()), distribution.daemon(invocation.environment()));
    }

    private static EndpointRequest request(GlobalOptions options, Invocation invocation) {
        var home = Path.of(invocation.variable("HOME").orElse("/"));
        return new EndpointRequest(options.backend(), options.host(), invocation.environment(), home);
    }
}
