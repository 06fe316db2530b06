package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.Options;
import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.cli.terminal.Signals;
import dev.jcompose.cli.terminal.Terminal;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.operation.Attach;
import dev.jcompose.engine.operation.AttachCommand;
import dev.jcompose.engine.operation.OperationException;
import dev.jcompose.model.load.LoadException;

/** {@code attach}: connects to the main process of a container. */
final class AttachToCommand implements Command {
    private final Options options;
    private final Options.Value detachKeys;
    private final Options.Value index;
    private final Options.Flag noStdin;
    private final Options.Flag sigProxy;

    AttachToCommand(Options options) {
        this.options = options.atLeast(1).atMost(1);
        detachKeys =
                options.value("Override the key sequence for detaching from a container.", "string", "--detach-keys");
        index = options.value("index of the container if service has multiple replicas.", "int", "--index");
        noStdin = options.flag("Do not attach STDIN", "--no-stdin");
        sigProxy = options.flag("Proxy all received signals to the process", "--sig-proxy");
    }

    @Override
    public int run(Session session)
            throws UsageException, LoadException, EngineException, OperationException, InterruptedException {
        var invocation = session.invocation();
        var terminal = invocation.terminal();
        boolean tty = terminal.isTerminal(Terminal.Stream.OUT) && terminal.isTerminal(Terminal.Stream.IN);
        String project = session.files().projectName();
        var context = session.quietOperation();
        var source = sigProxy.given().orElse(true) ? invocation.signals() : Signals.none();
        try (var stdio = new ClientStdio(
                        invocation,
                        noStdin.isSet() ? ClientStdio.Input.NONE : ClientStdio.Input.PASSED_ON,
                        tty ? ClientStdio.Tty.ALLOCATED : ClientStdio.Tty.NONE,
                        () -> {});
                var signals = new ForwardedSignals(source)) {
            var request = new AttachCommand(
                    project, options.arguments().getFirst(), index.number(), detachKeys.get(), stdio.stdio(), signals);
            if (session.effect() == Session.Effect.DRY_RUN) {
                Execution.show(session, "attach", new Attach(context).target(request), "requested");
                return 0;
            }
            return new Attach(context).run(request);
        }
    }
}
