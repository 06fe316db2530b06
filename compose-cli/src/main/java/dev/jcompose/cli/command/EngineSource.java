package dev.jcompose.cli.command;

import dev.jcompose.cli.terminal.Invocation;
import dev.jcompose.engine.Engine;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.docker.endpoint.EndpointChoice;
import dev.jcompose.engine.docker.endpoint.NativeDaemon;

/** Where commands get their engine from. */
public interface EngineSource {
    /** Connects to the engine that the options and variables of a command ask for, and starts it where that is our own. */
    Engine open(GlobalOptions options, Invocation invocation) throws EngineException, InterruptedException;

    /** Which engine that is, and why; nothing is started. */
    EndpointChoice choose(GlobalOptions options, Invocation invocation) throws EngineException;

    /** The daemon of the native engine, whichever engine is chosen. */
    NativeDaemon nativeDaemon(Invocation invocation);
}
