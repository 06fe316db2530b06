package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.Options;
import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.operation.Down;
import dev.jcompose.engine.operation.DownRequest;
import dev.jcompose.engine.operation.OperationException;
import dev.jcompose.model.load.LoadException;

/** {@code down}: stops containers and removes what {@code up} made. */
final class DownCommand implements Command {
    private final Options options;
    private final Options.Flag removeOrphans;
    private final Options.Value images;
    private final Options.Value timeout;
    private final Options.Flag volumes;

    DownCommand(Options options) {
        this.options = options;
        removeOrphans =
                options.flag("Remove containers for services not defined in the Compose file", "--remove-orphans");
        images = options.value(
                "Remove images used by services. \"local\" remove only images that don't have a custom tag "
                        + "(\"local\"|\"all\")",
                "string",
                "--rmi");
        timeout = options.value("Specify a shutdown timeout in seconds", "int", "-t", "--timeout");
        volumes = options.flag(
                "Remove named volumes declared in the \"volumes\" section of the Compose file and anonymous volumes "
                        + "attached to containers",
                "-v",
                "--volumes",
                "--volume");
    }

    @Override
    public int run(Session session)
            throws UsageException, LoadException, EngineException, OperationException, InterruptedException {
        var which = images();
        var scope = session.files().scope(options.arguments());
        boolean orphans = Orphans.removedBy(session, scope.model(), removeOrphans.given());
        var request = new DownRequest(
                scope,
                orphans ? DownRequest.Orphans.REMOVE : DownRequest.Orphans.KEEP,
                volumes.isSet() ? DownRequest.Volumes.REMOVE : DownRequest.Volumes.KEEP,
                which,
                timeout.seconds());
        new Execution("down", context -> new Down(context).plan(request), context -> new Down(context).run(request))
                .in(session);
        return 0;
    }

    private DownRequest.Images images() throws UsageException {
        return switch (images.or("")) {
            case "" -> DownRequest.Images.KEEP;
            case "local" -> DownRequest.Images.LOCAL;
            case "all" -> DownRequest.Images.ALL;
            default -> throw new UsageException("invalid value for --rmi: \"" + images.or("") + "\"");
        };
    }
}
