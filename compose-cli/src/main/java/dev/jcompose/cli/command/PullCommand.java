package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.Options;
import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.cli.progress.ProgressMode;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.operation.OperationException;
import dev.jcompose.engine.operation.Pull;
import dev.jcompose.engine.operation.PullRequest;
import dev.jcompose.model.load.ComposeLoader.Selection;
import dev.jcompose.model.load.LoadException;
import dev.jcompose.model.value.PullPolicy;
import java.util.List;
import java.util.Optional;

/** {@code pull}: fetches the images of services. */
final class PullCommand implements Command {
    private final Options options;
    private final Options.Flag ignoreBuildable;
    private final Options.Flag ignoreFailures;
    private final Options.Flag includeDependencies;
    private final Options.Value policy;
    private final Options.Flag quiet;

    PullCommand(Options options) {
        this.options = options;
        ignoreBuildable = options.flag("Ignore images that can be built", "--ignore-buildable");
        ignoreFailures =
                options.flag("Pull what it can and ignores images with pull failures", "--ignore-pull-failures");
        includeDependencies = options.flag("Also pull services declared as dependencies", "--include-deps");
        policy = options.value("Apply pull policy (\"missing\"|\"always\")", "string", "--policy");
        quiet = options.flag("Pull without printing progress information", "-q", "--quiet");
        options.hiddenFlag("--parallel");
        options.hiddenFlag("--no-parallel");
    }

    @Override
    public int run(Session session)
            throws UsageException, LoadException, EngineException, OperationException, InterruptedException {
        if (policy.get().isPresent()
                && !List.of("missing", "always").contains(policy.get().get())) {
            throw policy.invalid("use missing or always");
        }
        var selection = includeDependencies.isSet() ? Selection.WITH_DEPENDENCIES : Selection.WITHOUT_DEPENDENCIES;
        var loader = session.files().loader().services(options.arguments()).selection(selection);
        var project = session.files().load(loader).orThrow();
        var request = new PullRequest(
                project,
                policy.get().flatMap(PullPolicy::parse),
                ignoreFailures.isSet() ? PullRequest.Failures.IGNORE : PullRequest.Failures.REPORT,
                ignoreBuildable.isSet() ? PullRequest.Buildable.SKIP : PullRequest.Buildable.PULL);
        if (session.effect() == Session.Effect.DRY_RUN) {
            Execution.show(session, new Pull(session.quietOperation()).plan(request));
            return 0;
        }
        Optional<ProgressMode> mode = quiet.isSet() ? Optional.of(ProgressMode.QUIET) : Optional.empty();
        try (var progress = session.progress("pull", mode)) {
            new Pull(session.operation(progress)).run(request);
        }
        return 0;
    }
}
