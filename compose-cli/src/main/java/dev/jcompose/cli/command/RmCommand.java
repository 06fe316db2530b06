package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.Options;
import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.operation.Consent.Answer;
import dev.jcompose.engine.operation.OperationException;
import dev.jcompose.engine.operation.Ps;
import dev.jcompose.engine.operation.PsRequest;
import dev.jcompose.engine.operation.Remove;
import dev.jcompose.engine.operation.RemoveRequest;
import dev.jcompose.model.load.LoadException;
import dev.jcompose.planner.observed.ObservedContainer;
import dev.jcompose.planner.plan.Step.AnonymousVolumes;
import java.util.Set;

/** {@code rm}: removes containers that do not run, after asking. */
final class RmCommand implements Command {
    private final Options options;
    private final Options.Flag force;
    private final Options.Flag stop;
    private final Options.Flag volumes;

    RmCommand(Options options) {
        this.options = options;
        force = options.flag("Don't ask to confirm removal", "-f", "--force");
        stop = options.flag("Stop the containers, if required, before removing", "-s", "--stop");
        volumes = options.flag("Remove any anonymous volumes attached to containers", "-v", "--volumes");
        options.hiddenFlag("-a", "--all");
    }

    @Override
    public int run(Session session)
            throws UsageException, LoadException, EngineException, OperationException, InterruptedException {
        var scope = session.files().scope(options.arguments());
        var all = new Ps(session.quietOperation())
                .run(new PsRequest(scope, PsRequest.Stopped.INCLUDE, PsRequest.Orphans.LEAVE_OUT, Set.of()));
        var names = all.stream()
                .filter(container -> !container.isOneOff())
                .filter(container -> stop.isSet() || !container.state().isUp())
                .map(ObservedContainer::name)
                .sorted()
                .toList();
        if (names.isEmpty()) {
            session.err().println("No stopped containers");
            return 0;
        }
        var running = stop.isSet() ? RemoveRequest.Running.STOP_FIRST : RemoveRequest.Running.LEAVE;
        var anonymous = volumes.isSet() ? AnonymousVolumes.REMOVE : AnonymousVolumes.KEEP;
        var request = new RemoveRequest(scope, running, anonymous);
        if (session.effect() == Session.Effect.DRY_RUN) {
            Execution.show(session, new Remove(session.quietOperation()).plan(request));
            return 0;
        }
        String question = "Going to remove " + String.join(", ", names);
        if (force.isSet()) {
            session.out().println(question);
            session.out().flush();
        } else if (new Prompt(session, Prompt.Preset.ASK).ask(question + "\nAre you sure?") == Answer.NO) {
            return 0;
        }
        new Execution("rm", context -> new Remove(context).plan(request), context -> new Remove(context).run(request))
                .in(session);
        return 0;
    }
}
