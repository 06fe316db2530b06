package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.Options;
import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.operation.OperationException;
import dev.jcompose.engine.operation.Unpause;
import dev.jcompose.model.load.LoadException;

/** {@code unpause}: thaws containers. */
final class UnpauseCommand implements Command {
    private final Options options;

    UnpauseCommand(Options options) {
        this.options = options;
    }

    @Override
    public int run(Session session)
            throws UsageException, LoadException, EngineException, OperationException, InterruptedException {
        var scope = session.files().scope(options.arguments());
        new Execution(
                        "unpause",
                        context -> new Unpause(context).plan(scope),
                        context -> new Unpause(context).run(scope))
                .in(session);
        return 0;
    }
}
