package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.Options;
import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.operation.OperationException;
import dev.jcompose.engine.operation.Up;
import dev.jcompose.engine.operation.UpRequest;
import dev.jcompose.engine.operation.UpRequest.Attendance;
import dev.jcompose.model.load.LoadException;
import dev.jcompose.planner.UpOptions;

/** {@code create}: what {@code up} does, without starting anything. */
final class CreateCommand implements Command {
    private final Options options;
    private final CreateOptionGroup creation;
    private final RecreateOptionGroup recreation;

    CreateCommand(Options options) {
        this.options = options;
        creation = new CreateOptionGroup(options);
        recreation = new RecreateOptionGroup(options);
    }

    @Override
    public int run(Session session)
            throws UsageException, LoadException, EngineException, OperationException, InterruptedException {
        creation.check();
        recreation.check();
        creation.refuseBuild();
        var loaded = session.files().loadForEngine(session.files().loader().services(options.arguments()));
        var project = loaded.orThrow();
        var planning = recreation
                .apply(UpOptions.defaults().withTargets(Targets.of(project, options.arguments())))
                .withOrphans(Orphans.forUp(session, project, creation.removeOrphans()))
                .withStopGrace(creation.stopGrace())
                .withExtent(UpOptions.Extent.CREATE);
        try (var screen = new UpScreen(session, creation.pullOutput())) {
            var request = new UpRequest(
                    project,
                    loaded.origins(),
                    planning,
                    creation.scale(project),
                    creation.pullPolicy(),
                    new Prompt(session, creation.answer()),
                    session.files().environmentFiles(),
                    session.naming(),
                    new Attendance.Detach());
            if (session.effect() == Session.Effect.DRY_RUN) {
                Execution.show(session, new Up(session.quietOperation()).plan(request));
                return 0;
            }
            return new Up(session.operation(screen)).run(request).exitCode();
        }
    }
}
