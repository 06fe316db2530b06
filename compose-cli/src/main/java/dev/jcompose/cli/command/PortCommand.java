package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.Options;
import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.operation.OperationException;
import dev.jcompose.engine.operation.Port;
import dev.jcompose.engine.operation.PortRequest;
import dev.jcompose.model.load.LoadException;

/** {@code port}: where a port of a container is published. */
final class PortCommand implements Command {
    private final Options options;
    private final Options.Value index;
    private final Options.Value protocol;

    PortCommand(Options options) {
        this.options = options.atLeast(2).atMost(2);
        index = options.value("Index of the container if service has multiple replicas", "int", "--index");
        protocol = options.value("tcp or udp", "string", "--protocol");
    }

    @Override
    public int run(Session session)
            throws UsageException, LoadException, EngineException, OperationException, InterruptedException {
        String word = options.arguments().get(1);
        String[] parts = word.split("/", 2);
        if (!parts[0].matches("[0-9]{1,5}")) {
            throw new UsageException("invalid port: \"" + word + "\"");
        }
        var request = new PortRequest(
                session.files().projectName(),
                options.arguments().getFirst(),
                index.number(),
                Integer.parseInt(parts[0]),
                parts.length == 2 ? parts[1] : protocol.or("tcp"));
        session.out().println(new Port(session.quietOperation()).run(request));
        return 0;
    }
}
