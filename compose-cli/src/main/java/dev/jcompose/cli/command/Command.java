package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.operation.OperationException;
import dev.jcompose.model.load.LoadException;
import java.io.IOException;

/** A command whose options have been read. */
public interface Command {
    /**
     * Does it.
     *
     * @return the exit code, 0 to 255
     */
    int run(Session session)
            throws UsageException, LoadException, EngineException, OperationException, IOException,
                    InterruptedException;
}
