package dev.jcompose.cli.command;

import dev.jcompose.cli.terminal.Invocation;
import dev.jcompose.engine.Engine;
import dev.jcompose.engine.EngineException;

/** Where commands get their engine from. */
@FunctionalInterface
public interface EngineSource {
    /** Connects to the engine that the options and variables of a command ask for, and starts it where that is our own. */
    Engine open(GlobalOptions options, Invocation invocation) throws EngineException, InterruptedException;
}
