package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.Options;
import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.operation.Down;
import dev.jcompose.engine.operation.DownRequest;
import dev.jcompose.engine.operation.OperationException;
import dev.jcompose.engine.operation.Wait;
import dev.jcompose.model.load.LoadException;
import java.util.Optional;

/** {@code wait}: returns when containers have ended, with the exit code of the last. */
final class WaitCommand implements Command {
    private final Options options;
    private final Options.Flag downProject;

    WaitCommand(Options options) {
        this.options = options.atLeast(1);
        downProject = options.flag("Drops project when the first container stops", "--down-project");
    }

    @Override
    public int run(Session session)
            throws UsageException, LoadException, EngineException, OperationException, InterruptedException {
        var scope = session.files().scope(options.arguments());
        var result = new Wait(session.quietOperation()).run(scope);
        for (var exit : result.exits()) {
            session.out()
                    .println("container \"" + exit.container().id().value() + "\" exited with status code "
                            + exit.exitCode());
        }
        session.out().flush();
        if (downProject.isSet()) {
            var request = new DownRequest(
                    session.files().scope(java.util.List.of()),
                    DownRequest.Orphans.REMOVE,
                    DownRequest.Volumes.KEEP,
                    DownRequest.Images.KEEP,
                    Optional.empty());
            new Execution("down", context -> new Down(context).plan(request), context -> new Down(context).run(request))
                    .in(session);
        }
        return result.exitCode();
    }
}
