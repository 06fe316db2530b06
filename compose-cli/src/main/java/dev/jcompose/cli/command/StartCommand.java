package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.Options;
import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.operation.OperationException;
import dev.jcompose.engine.operation.Start;
import dev.jcompose.engine.operation.StartRequest;
import dev.jcompose.model.load.LoadException;

/** {@code start}: starts containers that exist. */
final class StartCommand implements Command {
    private final Options options;
    private final Options.Flag wait;
    private final Options.Value waitTimeout;

    StartCommand(Options options) {
        this.options = options;
        wait = options.flag("Wait for services to be running|healthy", "--wait");
        waitTimeout = options.value(
                "Maximum duration in seconds to wait for the project to be running|healthy", "int", "--wait-timeout");
    }

    @Override
    public int run(Session session)
            throws UsageException, LoadException, EngineException, OperationException, InterruptedException {
        var scope = session.files().scope(options.arguments());
        var waiting = wait.isSet() ? StartRequest.Wait.UNTIL_HEALTHY : StartRequest.Wait.NO;
        var request = new StartRequest(scope, waiting, waitTimeout.seconds());
        new Execution("start", context -> new Start(context).plan(request), context -> new Start(context).run(request))
                .in(session);
        return 0;
    }
}
