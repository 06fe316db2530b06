package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.Options;
import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.cli.terminal.Terminal;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.ExecRequest;
import dev.jcompose.engine.operation.Exec;
import dev.jcompose.engine.operation.ExecCommand;
import dev.jcompose.engine.operation.OperationException;
import dev.jcompose.model.load.LoadException;
import java.util.Optional;

/** {@code exec}: runs a command in a container that runs. */
final class ExecuteCommand implements Command {
    private final Options options;
    private final Options.Flag detach;
    private final Options.Values environment;
    private final Options.Value index;
    private final Options.Flag noTty;
    private final Options.Flag tty;
    private final Options.Flag interactive;
    private final Options.Flag privileged;
    private final Options.Value user;
    private final Options.Value workdir;

    ExecuteCommand(Options options) {
        this.options = options.atLeast(2);
        detach = options.flag("Detached mode: Run command in the background", "-d", "--detach");
        environment = options.values("Set environment variables", "stringArray", "-e", "--env");
        index = options.value("Index of the container if service has multiple replicas", "int", "--index");
        noTty = options.flag(
                "Disable pseudo-TTY allocation. By default a TTY is allocated.", "-T", "--no-tty", "--no-TTY");
        tty = options.hiddenFlag("-t", "--tty");
        interactive = options.hiddenFlag("-i", "--interactive");
        privileged = options.flag("Give extended privileges to the process", "--privileged");
        user = options.value("Run the command as this user", "string", "-u", "--user");
        workdir = options.value("Path to workdir directory for this command", "string", "-w", "--workdir");
    }

    @Override
    public int run(Session session)
            throws UsageException, LoadException, EngineException, OperationException, InterruptedException {
        var allocated = tty(session);
        var words = options.arguments();
        var request = new ExecRequest(
                words.subList(1, words.size()),
                EnvironmentWords.resolve(environment.all(), session.invocation().environment()),
                user.get(),
                workdir.get(),
                privileged.isSet() ? ExecRequest.Privileges.ALL : ExecRequest.Privileges.OF_CONTAINER,
                allocated == ClientStdio.Tty.ALLOCATED ? ExecRequest.Tty.ALLOCATE : ExecRequest.Tty.NONE,
                Optional.empty());
        String project = session.files().projectName();
        var input = interactive.given().orElse(true) && !detach.isSet()
                ? ClientStdio.Input.PASSED_ON
                : ClientStdio.Input.NONE;
        var context = session.quietOperation();
        try (var stdio = new ClientStdio(session.invocation(), input, allocated, () -> {})) {
            var mode = detach.isSet() ? ExecCommand.Mode.DETACHED : ExecCommand.Mode.ATTACHED;
            var command = new ExecCommand(project, words.getFirst(), index.number(), request, stdio.stdio(), mode);
            if (session.effect() == Session.Effect.DRY_RUN) {
                Execution.show(session, "exec", new Exec(context).target(command), String.join(" ", request.command()));
                return 0;
            }
            return new Exec(context).run(command);
        }
    }

    private ClientStdio.Tty tty(Session session) throws OperationException {
        var terminal = session.invocation().terminal();
        boolean wanted =
                tty.given().orElseGet(() -> !noTty.given().orElseGet(() -> !terminal.isTerminal(Terminal.Stream.OUT)));
        if (noTty.isSet() || detach.isSet() || !wanted) {
            return ClientStdio.Tty.NONE;
        }
        if (interactive.given().orElse(true) && !terminal.isTerminal(Terminal.Stream.IN)) {
            throw new OperationException("the input device is not a TTY");
        }
        return ClientStdio.Tty.ALLOCATED;
    }
}
