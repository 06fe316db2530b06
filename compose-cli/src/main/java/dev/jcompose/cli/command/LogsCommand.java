package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.Options;
import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.LogRequest;
import dev.jcompose.engine.operation.Logs;
import dev.jcompose.engine.operation.LogsRequest;
import dev.jcompose.engine.operation.OperationException;
import dev.jcompose.model.load.LoadException;
import java.util.OptionalLong;

/** {@code logs}: the output of containers. */
final class LogsCommand implements Command {
    private final Options options;
    private final Options.Flag follow;
    private final Options.Value index;
    private final Options.Value since;
    private final Options.Value until;
    private final Options.Value tail;
    private final Options.Flag timestamps;
    private final Options.Flag noColor;
    private final Options.Flag noLogPrefix;

    LogsCommand(Options options) {
        this.options = options;
        follow = options.flag("Follow log output", "-f", "--follow");
        index = options.value("index of the container if service has multiple replicas", "int", "--index");
        since = options.value(
                "Show logs since timestamp (e.g. 2013-01-02T13:23:37Z) or relative (e.g. 42m for 42 minutes)",
                "string",
                "--since");
        until = options.value(
                "Show logs before a timestamp (e.g. 2013-01-02T13:23:37Z) or relative (e.g. 42m for 42 minutes)",
                "string",
                "--until");
        tail = options.value(
                "Number of lines to show from the end of the logs for each container (default \"all\")",
                "string",
                "-n",
                "--tail");
        timestamps = options.flag("Show timestamps", "-t", "--timestamps");
        noColor = options.flag("Produce monochrome output", "--no-color");
        noLogPrefix = options.flag("Don't print prefix in logs", "--no-log-prefix");
    }

    @Override
    public int run(Session session)
            throws UsageException, LoadException, EngineException, OperationException, InterruptedException {
        var number = index.number();
        if (number.isPresent() && options.arguments().isEmpty()) {
            throw new UsageException("--index requires one service to be selected");
        }
        var lines = new LogRequest(
                follow.isSet() ? LogRequest.Follow.YES : LogRequest.Follow.NO,
                Moments.of(since, session.clock()),
                Moments.of(until, session.clock()),
                tail(),
                LogRequest.Timestamps.PREFIXED);
        var scope = session.files().scope(options.arguments());
        var look = new LogPrinter.Look(
                noLogPrefix.isSet() ? LogPrinter.Prefix.NONE : LogPrinter.Prefix.NAME,
                noColor.isSet() ? LogPrinter.Colours.NONE : LogPrinter.Colours.AS_SESSION,
                timestamps.isSet() ? LogPrinter.Times.SHOWN : LogPrinter.Times.HIDDEN,
                LogPrinter.Errors.TO_STDOUT);
        var printer = new LogPrinter(session, scope.project(), look);
        var events = new LogEvents(printer, new WarningPrinter(session));
        new Logs(session.operation(events)).run(new LogsRequest(scope, lines, number, printer));
        return 0;
    }

    private OptionalLong tail() throws UsageException {
        String text = tail.or("all");
        if (text.equals("all") || text.startsWith("-")) {
            return OptionalLong.empty();
        }
        if (!text.matches("[0-9]{1,18}")) {
            throw tail.invalid("use a number or \"all\"");
        }
        return OptionalLong.of(Long.parseLong(text));
    }
}
