package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.Options;
import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.cli.output.Table;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.operation.OperationException;
import dev.jcompose.engine.operation.Top;
import dev.jcompose.engine.operation.TopEntry;
import dev.jcompose.model.load.LoadException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;

/** {@code top}: the processes of containers, in one table with the service and the number of each. */
final class TopCommand implements Command {
    private static final String COMMAND = "CMD";

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
        if (!entries.isEmpty()) {
            session.out().print(table(entries));
        }
        return 0;
    }

    private static Table table(List<TopEntry> entries) {
        var titles = new LinkedHashSet<String>();
        entries.forEach(entry -> titles.addAll(entry.processes().titles()));
        // The command may be long and have blanks, so it goes last.
        if (titles.remove(COMMAND)) {
            titles.add(COMMAND);
        }
        var heading = new ArrayList<>(List.of("SERVICE", "#"));
        heading.addAll(titles);
        var table = Table.plain().row(heading);
        for (TopEntry entry : entries) {
            for (List<String> process : entry.processes().rows()) {
                var row = new ArrayList<String>();
                row.add(entry.container().service());
                var number = entry.container().number();
                row.add(number.isPresent() ? String.valueOf(number.getAsInt()) : "-");
                for (String title : titles) {
                    int column = entry.processes().titles().indexOf(title);
                    row.add(column < 0 || column >= process.size() ? "-" : process.get(column));
                }
                table.row(row);
            }
        }
        return table;
    }
}
