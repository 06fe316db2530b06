package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.Options;
import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.operation.ExitRule;
import dev.jcompose.engine.operation.OperationException;
import dev.jcompose.engine.operation.Up;
import dev.jcompose.engine.operation.UpRequest;
import dev.jcompose.engine.operation.UpRequest.Attendance;
import dev.jcompose.model.Project;
import dev.jcompose.model.Service;
import dev.jcompose.model.load.ComposeLoader.Selection;
import dev.jcompose.model.load.LoadException;
import dev.jcompose.planner.UpOptions;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** {@code up}: makes what the files say exist and run. */
final class UpCommand implements Command {
    private final Options options;
    private final Options.Flag detach;
    private final Options.Flag abortOnExit;
    private final Options.Flag abortOnFailure;
    private final Options.Value exitCodeFrom;
    private final Options.Values attach;
    private final Options.Values noAttach;
    private final Options.Flag attachDependencies;
    private final Options.Flag noDependencies;
    private final Options.Flag noStart;
    private final Options.Flag timestamps;
    private final Options.Flag noColor;
    private final Options.Flag noLogPrefix;
    private final Options.Flag wait;
    private final Options.Value waitTimeout;
    private final Options.Flag watch;
    private final Options.Flag menu;
    private final CreateOptionGroup creation;
    private final RecreateOptionGroup recreation;

    UpCommand(Options options) {
        this.options = options;
        detach = options.flag("Detached mode: Run containers in the background", "-d", "--detach");
        abortOnExit = options.flag(
                "Stops all containers if any container was stopped. Incompatible with -d", "--abort-on-container-exit");
        abortOnFailure = options.flag(
                "Stops all containers if any container exited with failure. Incompatible with -d",
                "--abort-on-container-failure");
        exitCodeFrom = options.value(
                "Return the exit code of the selected service container. Implies --abort-on-container-exit",
                "string",
                "--exit-code-from");
        attach = options.values(
                "Restrict attaching to the specified services. Incompatible with --attach-dependencies.",
                "stringArray",
                "--attach");
        noAttach =
                options.values("Do not attach (stream logs) to the specified services", "stringArray", "--no-attach");
        attachDependencies =
                options.flag("Automatically attach to log output of dependent services", "--attach-dependencies");
        noDependencies = options.flag("Don't start linked services", "--no-deps");
        noStart = options.flag("Don't start the services after creating them", "--no-start");
        timestamps = options.flag("Show timestamps", "--timestamps");
        noColor = options.flag("Produce monochrome output", "--no-color");
        noLogPrefix = options.flag("Don't print prefix in logs", "--no-log-prefix");
        wait = options.flag("Wait for services to be running|healthy. Implies detached mode.", "--wait");
        waitTimeout = options.value(
                "Maximum duration in seconds to wait for the project to be running|healthy", "int", "--wait-timeout");
        watch = options.hiddenFlag("-w", "--watch");
        menu = options.hiddenFlag("--menu");
        creation = new CreateOptionGroup(options);
        recreation = new RecreateOptionGroup(options);
    }

    @Override
    public int run(Session session)
            throws UsageException, LoadException, EngineException, OperationException, InterruptedException {
        checkCombinations();
        var loader = session.files().loader().services(options.arguments());
        if (noDependencies.isSet()) {
            loader.selection(Selection.WITHOUT_DEPENDENCIES);
        }
        var loaded = session.files().loadForEngine(loader);
        var project = loaded.orThrow();
        creation.refuseBuild();
        var targets = Targets.of(project, options.arguments());
        try (var screen = new UpScreen(session, creation.pullOutput())) {
            var request = new UpRequest(
                    project,
                    loaded.origins(),
                    planning(session, project, targets),
                    creation.scale(project),
                    creation.pullPolicy(),
                    new Prompt(session, creation.answer()),
                    session.files().environmentFiles(),
                    session.naming(),
                    attendance(session, project, targets, screen));
            if (session.effect() == Session.Effect.DRY_RUN) {
                Execution.show(session, new Up(session.quietOperation()).plan(request));
                return 0;
            }
            return new Up(session.operation(screen)).run(request).exitCode();
        }
    }

    private void checkCombinations() throws UsageException {
        boolean attached = abortOnExit.isSet()
                || abortOnFailure.isSet()
                || exitCodeFrom.get().isPresent()
                || attachDependencies.isSet()
                || !attach.all().isEmpty();
        if (watch.isSet() || menu.isSet()) {
            throw new UsageException("watch mode is not supported yet: run up without --watch and --menu");
        }
        if ((detach.isSet() || wait.isSet()) && attached) {
            throw new UsageException("--detach and --wait cannot be combined with --abort-on-container-exit, "
                    + "--abort-on-container-failure, --exit-code-from, --attach or --attach-dependencies");
        }
        if (abortOnExit.isSet() && abortOnFailure.isSet()) {
            throw new UsageException("--abort-on-container-exit and --abort-on-container-failure are incompatible");
        }
        if (!attach.all().isEmpty() && attachDependencies.isSet()) {
            throw new UsageException("cannot combine --attach and --attach-dependencies");
        }
        if (waitTimeout.number().orElse(0) < 0) {
            throw new UsageException("--wait-timeout must be a non-negative integer");
        }
        creation.check();
        recreation.check();
    }

    private UpOptions planning(Session session, Project project, Set<String> targets) throws UsageException {
        var planning = recreation
                .apply(UpOptions.defaults().withTargets(targets))
                .withOrphans(Orphans.forUp(session, project, creation.removeOrphans()))
                .withStopGrace(creation.stopGrace());
        if (noDependencies.isSet()) {
            planning = planning.withDependencies(UpOptions.Dependencies.IGNORE);
        }
        return noStart.isSet() ? planning.withExtent(UpOptions.Extent.CREATE) : planning;
    }

    private Attendance attendance(Session session, Project project, Set<String> targets, UpScreen screen)
            throws UsageException, OperationException {
        if (wait.isSet() || (waitTimeout.get().isPresent() && !detach.isSet())) {
            return new Attendance.AwaitHealthy(waitTimeout.seconds());
        }
        if (detach.isSet() || noStart.isSet() || session.effect() == Session.Effect.DRY_RUN) {
            return new Attendance.Detach();
        }
        var printer = new LogPrinter(
                session,
                project.name(),
                new LogPrinter.Look(
                        noLogPrefix.isSet() ? LogPrinter.Prefix.NONE : LogPrinter.Prefix.NAME,
                        noColor.isSet() ? LogPrinter.Colours.NONE : LogPrinter.Colours.AS_SESSION,
                        timestamps.isSet() ? LogPrinter.Times.SHOWN : LogPrinter.Times.HIDDEN,
                        LogPrinter.Errors.TO_STDERR));
        return new Attendance.Attach(
                attachedServices(project, targets),
                screen.printOutputWith(printer),
                exitRule(project),
                screen.stopRequests());
    }

    private Set<String> attachedServices(Project project, Set<String> targets) throws OperationException {
        var attached = new LinkedHashSet<String>();
        if (!attach.all().isEmpty()) {
            var unknown = attach.all().stream()
                    .filter(name -> !project.services().containsKey(name))
                    .toList();
            if (!unknown.isEmpty()) {
                throw new OperationException(
                        "cannot attach to services not included in up: " + String.join(", ", unknown));
            }
            attached.addAll(attach.all());
        } else {
            for (Service service : project.services().values()) {
                boolean chosen = attachDependencies.isSet() || targets.isEmpty() || targets.contains(service.name());
                if (chosen && service.attach().orElse(true)) {
                    attached.add(service.name());
                }
            }
        }
        List.copyOf(noAttach.all()).forEach(attached::remove);
        return attached;
    }

    private ExitRule exitRule(Project project) throws OperationException {
        if (exitCodeFrom.get().isPresent()) {
            String service = exitCodeFrom.get().get();
            if (!project.services().containsKey(service)) {
                throw new OperationException("no such service: " + service);
            }
            return new ExitRule.CodeOf(service);
        }
        if (abortOnExit.isSet()) {
            return new ExitRule.OnFirstExit();
        }
        return abortOnFailure.isSet() ? new ExitRule.OnFirstFailure() : new ExitRule.WhenAllEnded();
    }
}
