package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.Options;
import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.operation.OperationException;
import dev.jcompose.engine.operation.Restart;
import dev.jcompose.engine.operation.RestartRequest;
import dev.jcompose.model.load.LoadException;

/** {@code restart}: stops and starts containers. */
final class RestartCommand implements Command {
    private final Options options;
    private final Options.Value timeout;
    private final Options.Flag noDependencies;

    RestartCommand(Options options) {
        this.options = options;
        timeout = options.value("Specify a shutdown timeout in seconds", "int", "-t", "--timeout");
        noDependencies = options.flag("Don't restart dependent services", "--no-deps");
    }

    @Override
    public int run(Session session)
            throws UsageException, LoadException, EngineException, OperationException, InterruptedException {
        var scope = session.files().scope(options.arguments());
        var dependents = noDependencies.isSet() ? RestartRequest.Dependents.LEAVE : RestartRequest.Dependents.RESTART;
        var request = new RestartRequest(scope, dependents, timeout.seconds());
        new Execution(
                        "restart",
                        context -> new Restart(context).plan(request),
                        context -> new Restart(context).run(request))
                .in(session);
        return 0;
    }
}
