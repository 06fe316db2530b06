package dev.jcompose.cli;

import dev.jcompose.cli.command.EngineSource;
import dev.jcompose.cli.command.GlobalOptions;
import dev.jcompose.cli.terminal.Invocation;
import dev.jcompose.engine.Engine;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.docker.endpoint.EndpointRequest;
import dev.jcompose.engine.docker.endpoint.Endpoints;
import java.nio.file.Path;

/** Opens the engine that options, variables and Docker's settings choose. */
final class EndpointEngines implements EngineSource {
    @Override
    public Engine open(GlobalOptions options, Invocation invocation) throws EngineException, InterruptedException {
        var home = Path.of(invocation.variable("HOME").orElse("/"));
        var choice = Endpoints.choose(
                new EndpointRequest(options.backend(), options.host(), invocation.environment(), home));
        throw new EngineException(
                EngineException.Kind.UNSUPPORTED, "connect to", choice.address().toString(), "no adapter yet");
    }
}
