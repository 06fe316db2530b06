package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.Options;
import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.operation.DownRequest;
import dev.jcompose.engine.operation.Kill;
import dev.jcompose.engine.operation.KillRequest;
import dev.jcompose.engine.operation.OperationException;
import dev.jcompose.model.load.LoadException;

/** {@code kill}: sends a signal to running containers. */
final class KillCommand implements Command {
    private final Options options;
    private final Options.Value signal;
    private final Options.Flag removeOrphans;

    KillCommand(Options options) {
        this.options = options;
        signal = options.value("SIGNAL to send to the container", "string", "-s", "--signal");
        removeOrphans =
                options.flag("Remove containers for services not defined in the Compose file", "--remove-orphans");
    }

    @Override
    public int run(Session session)
            throws UsageException, LoadException, EngineException, OperationException, InterruptedException {
        var scope = session.files().scope(options.arguments());
        var orphans = removeOrphans.isSet() ? DownRequest.Orphans.REMOVE : DownRequest.Orphans.KEEP;
        var request = new KillRequest(scope, signal.or("SIGKILL"), orphans);
        var plan = new Execution(
                        "kill", context -> new Kill(context).plan(request), context -> new Kill(context).run(request))
                .in(session);
        if (plan.isEmpty()) {
            session.err().println("no container to kill");
        }
        return 0;
    }
}
