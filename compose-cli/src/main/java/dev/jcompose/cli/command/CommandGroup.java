package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.Options;
import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.cli.output.Table;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.operation.OperationException;
import dev.jcompose.model.load.LoadException;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** A command that has commands of its own. */
final class CommandGroup implements Command {
    private final Options options;
    private final String program;
    private final List<CommandEntry> entries;
    private final Set<String> readers;

    /**
     * @param program the words that lead to the group, for example {@code jcompose engine}
     * @param readers names of the commands that change nothing, and so run in a dry run too
     */
    CommandGroup(Options options, String program, List<CommandEntry> entries, Set<String> readers) {
        this.options = options;
        this.program = program;
        this.entries = List.copyOf(entries);
        this.readers = Set.copyOf(readers);
    }

    @Override
    public int run(Session session)
            throws UsageException, LoadException, EngineException, OperationException, IOException,
                    InterruptedException {
        var words = options.arguments();
        if (words.isEmpty() || words.getFirst().equals("help")) {
            session.out().print(help(session.invocation().terminal().size().columns()));
            return 0;
        }
        var entry = entries.stream()
                .filter(candidate -> candidate.name().equals(words.getFirst()))
                .findFirst()
                .orElseThrow(() -> new UsageException("unknown command: \"" + program + " " + words.getFirst() + "\""));
        var own = entry.options(program);
        var command = entry.factory().apply(own);
        var dryRun = own.flag("Show what would be done, and do nothing", "--dry-run");
        if (own.parse(words.subList(1, words.size()))) {
            session.out().print(own.help(session.invocation().terminal().size().columns()));
            return 0;
        }
        boolean dry = session.effect() == Session.Effect.DRY_RUN || dryRun.isSet();
        if (dry && !readers.contains(entry.name())) {
            session.out().println("1   " + String.join(" ", words) + "   requested");
            return 0;
        }
        return command.run(session);
    }

    private String help(int columns) {
        var table = Table.plain();
        entries.forEach(entry -> table.row("  " + entry.name(), entry.summary()));
        return options.help(columns) + "\nCommands:\n" + table;
    }
}
