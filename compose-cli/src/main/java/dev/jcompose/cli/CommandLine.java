package dev.jcompose.cli;

import dev.jcompose.cli.argument.Options;
import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.cli.command.Command;
import dev.jcompose.cli.command.CommandEntry;
import dev.jcompose.cli.command.Commands;
import dev.jcompose.cli.command.EngineSource;
import dev.jcompose.cli.command.GlobalOptions;
import dev.jcompose.cli.command.Session;
import dev.jcompose.cli.command.Version;
import dev.jcompose.cli.output.Table;
import dev.jcompose.cli.settings.SettingsFile;
import dev.jcompose.cli.terminal.Invocation;
import dev.jcompose.cli.terminal.Signals.Signal;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.operation.OperationException;
import dev.jcompose.model.load.LoadException;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** A command is a function of its invocation; this is the function. */
public final class CommandLine {
    private static final String PROGRAM = "jcompose";
    private static final String SYNOPSIS = PROGRAM + " [OPTIONS] COMMAND";
    private static final String SUMMARY = "Define and run multi-container applications";

    private final EngineSource engines;
    private final Clock clock;

    public CommandLine(EngineSource engines, Clock clock) {
        this.engines = engines;
        this.clock = clock;
    }

    /**
     * Runs a command to its end.
     *
     * @return the exit code, 0 to 255
     */
    public int run(Invocation given) {
        var words = new Options(SYNOPSIS, SUMMARY, Options.Order.BEFORE_ARGUMENTS);
        var options = new GlobalOptions(words);
        try {
            var invocation = SettingsFile.applyTo(given);
            boolean help = words.parse(invocation.arguments());
            return dispatch(invocation, options, help);
        } catch (UsageException e) {
            return new Failures(given, options, Map.of()).of(e);
        }
    }

    private int dispatch(Invocation invocation, GlobalOptions options, boolean help) throws UsageException {
        if (options.asksForVersion()) {
            invocation.out().println(Version.sentence());
            return 0;
        }
        var command = options.command();
        if (command.isEmpty()) {
            printHelp(invocation, options);
            return 0;
        }
        String name = command.getFirst();
        var rest = command.subList(1, command.size());
        if (name.equals("help")) {
            return help(invocation, options, rest);
        }
        var entry = Commands.find(name)
                .orElseThrow(() -> new UsageException(Commands.whyMissing(name)
                        .orElseGet(() -> "unknown command: \"" + PROGRAM + " " + name + "\"")));
        return run(invocation, options, entry, help ? List.of("--help") : rest);
    }

    private int run(Invocation invocation, GlobalOptions options, CommandEntry entry, List<String> words)
            throws UsageException {
        var own = entry.options(PROGRAM);
        var command = entry.factory().apply(own);
        var dryRun = own.flag("Show what would be done and why, and do nothing", "--dry-run");
        if (own.parse(words)) {
            invocation.out().print(own.help(invocation.terminal().size().columns()));
            return 0;
        }
        options.check(invocation);
        var effect = options.isDryRun() || dryRun.isSet() ? Session.Effect.DRY_RUN : Session.Effect.REAL;
        Thread worker = Thread.currentThread();
        try (var session = new Session(invocation, options, effect, engines, clock);
                var _ = invocation.signals().subscribe(Signal.INT, worker::interrupt);
                var _ = invocation.signals().subscribe(Signal.TERM, worker::interrupt)) {
            return run(command, session);
        }
    }

    private static int run(Command command, Session session) {
        try {
            return command.run(session);
        } catch (UsageException
                | LoadException
                | EngineException
                | OperationException
                | IOException
                | InterruptedException
                | RuntimeException
                | Error e) {
            return new Failures(
                            session.invocation(),
                            session.options(),
                            session.files().sources())
                    .of(e);
        }
    }

    private int help(Invocation invocation, GlobalOptions options, List<String> words) throws UsageException {
        if (words.isEmpty()) {
            printHelp(invocation, options);
            return 0;
        }
        var entry = Commands.find(words.getFirst())
                .orElseThrow(() -> new UsageException("unknown help topic: " + words.getFirst()));
        return run(invocation, options, entry, List.of("--help"));
    }

    private static void printHelp(Invocation invocation, GlobalOptions options) {
        var table = Table.plain();
        Commands.ALL.forEach(entry -> table.row("  " + entry.name(), entry.summary()));
        int columns = invocation.terminal().size().columns();
        invocation
                .out()
                .print(options.help(columns)
                        + "\nCommands:\n"
                        + table
                        + "\nRun '" + PROGRAM + " COMMAND --help' for more information on a command.\n");
    }
}
