package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.Options;
import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.cli.command.CreateOptionGroup.PullOutput;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.operation.OperationException;
import dev.jcompose.engine.operation.Up;
import dev.jcompose.engine.operation.UpRequest;
import dev.jcompose.engine.operation.UpRequest.Attendance;
import dev.jcompose.model.load.ComposeLoader.Selection;
import dev.jcompose.model.load.LoadException;
import dev.jcompose.planner.UpOptions;
import java.util.List;
import java.util.Optional;

/** {@code scale}: makes as many containers of services as wanted. */
final class ScaleCommand implements Command {
    private final Options options;
    private final Options.Flag noDependencies;

    ScaleCommand(Options options) {
        this.options = options.atLeast(1);
        noDependencies = options.flag("Don't start linked services", "--no-deps");
    }

    @Override
    public int run(Session session)
            throws UsageException, LoadException, EngineException, OperationException, InterruptedException {
        List<String> services = options.arguments().stream()
                .map(word -> word.replaceFirst("=.*", ""))
                .toList();
        var loader = session.files().loader().services(services);
        if (noDependencies.isSet()) {
            loader.selection(Selection.WITHOUT_DEPENDENCIES);
        }
        var loaded = session.files().loadForEngine(loader);
        var project = loaded.orThrow();
        var scale = CreateOptionGroup.parseScale(options.arguments(), project, "scale specifier");
        var planning = UpOptions.defaults()
                .withTargets(scale.keySet())
                .withOrphans(Orphans.forUp(session, project, Optional.of(false)));
        if (noDependencies.isSet()) {
            planning = planning.withDependencies(UpOptions.Dependencies.IGNORE);
        }
        try (var screen = new UpScreen(session, PullOutput.SHOWN)) {
            var request = new UpRequest(
                    project,
                    loaded.origins(),
                    planning,
                    scale,
                    Optional.empty(),
                    new Prompt(session, Prompt.Preset.ASK),
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
