package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.Options;
import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.operation.OperationException;
import dev.jcompose.engine.operation.Pause;
import dev.jcompose.model.load.LoadException;

/** {@code pause}: freezes containers. */
final class PauseCommand implements Command {
    private final Options options;

    PauseCommand(Options options) {
        this.options = options;
    }

    @Override
    public int run(Session session)
            throws UsageException, LoadException, EngineException, OperationException, InterruptedException {
        var scope = session.files().scope(options.arguments());
        new Execution("pause", context -> new Pause(context).plan(scope), context -> new Pause(context).run(scope))
                .in(session);
        return 0;
    }
}
