package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.Options;
import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.cli.progress.Progress;
import dev.jcompose.cli.progress.ProgressMode;
import dev.jcompose.cli.terminal.Signals;
import dev.jcompose.cli.terminal.Terminal;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.operation.ExecCommand;
import dev.jcompose.engine.operation.OperationException;
import dev.jcompose.engine.operation.Run;
import dev.jcompose.engine.operation.RunRequest;
import dev.jcompose.engine.operation.UpRequest;
import dev.jcompose.engine.operation.UpRequest.Attendance;
import dev.jcompose.model.Service;
import dev.jcompose.model.load.LoadException;
import dev.jcompose.model.load.LoadResult;
import dev.jcompose.model.value.PullPolicy;
import dev.jcompose.planner.UpOptions;
import dev.jcompose.planner.desired.ContainerSpec.Lifetime;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code run}: runs a command in a new container of a service, with what the service depends on beside it. */
final class RunCommand implements Command {
    private final Options options;
    private final RunOverrides overrides;
    private final Options.Flag build;
    private final Options.Flag detach;
    private final Options.Flag interactive;
    private final Options.Value name;
    private final Options.Flag noDependencies;
    private final Options.Flag noTty;
    private final Options.Flag tty;
    private final Options.Value pull;
    private final Options.Flag quiet;
    private final Options.Flag quietPull;
    private final Options.Flag removeOrphans;
    private final Options.Flag remove;
    private final Options.Flag useAliases;

    RunCommand(Options options) {
        this.options = options.atLeast(1);
        overrides = new RunOverrides(options);
        build = options.flag("Build image before starting container", "--build");
        detach = options.flag("Run container in background and print container ID", "-d", "--detach");
        interactive = options.flag("Keep STDIN open even if not attached", "-i", "--interactive");
        name = options.value("Assign a name to the container", "string", "--name");
        noDependencies = options.flag("Don't start linked services", "--no-deps");
        noTty = options.flag("Disable pseudo-TTY allocation (default: auto-detected)", "-T", "--no-tty", "--no-TTY");
        tty = options.hiddenFlag("-t", "--tty");
        pull = options.value("Pull image before running (\"always\"|\"missing\"|\"never\")", "string", "--pull");
        quiet = options.flag("Don't print anything to STDOUT but the command's output", "-q", "--quiet");
        quietPull = options.flag("Pull without printing progress information", "--quiet-pull");
        removeOrphans =
                options.flag("Remove containers for services not defined in the Compose file", "--remove-orphans");
        remove = options.flag("Automatically remove the container when it exits", "--rm");
        useAliases = options.flag(
                "Use the service's network useAliases in the network(s) the container connects to", "--use-aliases");
        options.hiddenFlag("--quiet-build");
    }

    @Override
    public int run(Session session)
            throws UsageException, LoadException, EngineException, OperationException, IOException,
                    InterruptedException {
        var words = options.arguments();
        String serviceName = words.getFirst();
        if (build.isSet()) {
            throw new OperationException("--build: building images is not supported yet");
        }
        var loaded = session.files().loadForEngine(session.files().loader().services(java.util.List.of(serviceName)));
        var project = loaded.orThrow();
        boolean allocates = allocatesTty(session);
        boolean reads = interactive.given().orElse(true) && !detach.isSet();
        var service = withTerminal(
                overrides.apply(
                        ProjectFiles.service(project, serviceName),
                        words.subList(1, words.size()),
                        project.environment(),
                        session.invocation().workingDirectory()),
                allocates,
                reads);
        try (var progress = session.progress("run", progressMode());
                var stdio = new ClientStdio(
                        session.invocation(),
                        reads ? ClientStdio.Input.PASSED_ON : ClientStdio.Input.NONE,
                        allocates ? ClientStdio.Tty.ALLOCATED : ClientStdio.Tty.NONE,
                        progress::close);
                var signals = new ForwardedSignals(
                        detach.isSet() ? Signals.none() : session.invocation().signals())) {
            var request = new RunRequest(
                    dependencies(session, loaded, serviceName),
                    service,
                    name.get(),
                    remove.isSet() ? Lifetime.REMOVED_AT_EXIT : Lifetime.KEPT,
                    useAliases.isSet() ? RunRequest.Aliases.OF_SERVICE : RunRequest.Aliases.OWN_NAME_ONLY,
                    detach.isSet() ? ExecCommand.Mode.DETACHED : ExecCommand.Mode.ATTACHED,
                    stdio.stdio(),
                    signals);
            if (session.effect() == Session.Effect.DRY_RUN) {
                Execution.show(session, new Run(session.quietOperation()).plan(request));
                return 0;
            }
            return finish(session, progress, new Run(session.operation(progress)).run(request));
        }
    }

    private int finish(Session session, Progress progress, dev.jcompose.engine.operation.RunResult result) {
        progress.close();
        if (detach.isSet()) {
            session.out().println(result.container().value());
        }
        return result.exitCode();
    }

    private Optional<ProgressMode> progressMode() {
        return quiet.isSet() || quietPull.isSet() ? Optional.of(ProgressMode.QUIET) : Optional.empty();
    }

    private boolean allocatesTty(Session session) throws OperationException {
        var terminal = session.invocation().terminal();
        boolean both = terminal.isTerminal(Terminal.Stream.IN) && terminal.isTerminal(Terminal.Stream.OUT);
        boolean demanded = tty.isSet() || noTty.given().equals(Optional.of(false));
        if (demanded && !terminal.isTerminal(Terminal.Stream.IN) && !detach.isSet()) {
            throw new OperationException(
                    "cannot attach stdin to a TTY-enabled container because stdin is not a terminal");
        }
        return demanded || (both && !noTty.isSet() && !detach.isSet());
    }

    private static Service withTerminal(Service service, boolean tty, boolean reads) {
        return service.toBuilder().tty(tty).stdinOpen(reads).build();
    }

    private UpRequest dependencies(Session session, LoadResult loaded, String service)
            throws UsageException, LoadException {
        var project = loaded.orThrow();
        Optional<PullPolicy> policy = pull.get().flatMap(PullPolicy::parse);
        var planning = UpOptions.defaults()
                .withTargets(Set.of(service))
                .withOrphans(Orphans.forUp(session, project, removeOrphans.given()))
                .withDependencies(
                        noDependencies.isSet() ? UpOptions.Dependencies.IGNORE : UpOptions.Dependencies.INCLUDE);
        return new UpRequest(
                project,
                loaded.origins(),
                planning,
                Map.of(),
                policy,
                new Prompt(session, Prompt.Preset.ASK),
                session.files().environmentFiles(),
                session.naming(),
                new Attendance.Detach());
    }
}
