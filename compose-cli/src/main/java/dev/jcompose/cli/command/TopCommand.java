package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.Options;
import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.cli.output.Table;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.operation.OperationException;
import dev.jcompose.engine.operation.Top;
import dev.jcompose.engine.operation.TopEntry;
import dev.jcompose.model.load.LoadException;
import java.util.Comparator;

/** {@code top}: the processes of each container. */
final class TopCommand implements Command {
    private final Options options;

    TopCommand(Options options) {
        this.options = options;
    }

    @Override
    public int run(Session session)
            throws UsageException, LoadException, EngineException, OperationException, InterruptedException {
        var entries = new Top(session.quietOperation())
                .run(session.files().scope(options.arguments())).stream()
                        .sorted(Comparator.comparing(entry -> entry.container().name()))
                        .toList();
        for (TopEntry entry : entries) {
            var table = Table.plain().row(entry.processes().titles());
            entry.processes().rows().forEach(table::row);
            session.out().println(entry.container().name() + "\n" + table);
        }
        return 0;
    }
}
