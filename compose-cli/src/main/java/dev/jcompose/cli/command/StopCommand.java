package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.Options;
import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.operation.OperationException;
import dev.jcompose.engine.operation.Stop;
import dev.jcompose.engine.operation.StopRequest;
import dev.jcompose.model.load.LoadException;

/** {@code stop}: stops containers without removing them. */
final class StopCommand implements Command {
    private final Options options;
    private final Options.Value timeout;

    StopCommand(Options options) {
        this.options = options;
        timeout = options.value("Specify a shutdown timeout in seconds", "int", "-t", "--timeout");
    }

    @Override
    public int run(Session session)
            throws UsageException, LoadException, EngineException, OperationException, InterruptedException {
        var scope = session.files().scope(options.arguments());
        var request = new StopRequest(scope, timeout.seconds());
        new Execution("stop", context -> new Stop(context).plan(request), context -> new Stop(context).run(request))
                .in(session);
        return 0;
    }
}
