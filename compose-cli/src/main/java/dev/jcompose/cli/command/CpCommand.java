package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.Options;
import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.engine.Containers.CopyOwnership;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.operation.Copy;
import dev.jcompose.engine.operation.CopyRequest;
import dev.jcompose.engine.operation.CopyRequest.Direction;
import dev.jcompose.engine.operation.CopyRequest.Links;
import dev.jcompose.engine.operation.CopyRequest.OneOffs;
import dev.jcompose.engine.operation.OperationException;
import dev.jcompose.model.load.LoadException;
import java.util.Optional;

/** {@code cp}: copies files between this machine and containers. */
final class CpCommand implements Command {
    private final Options options;
    private final Options.Flag archive;
    private final Options.Flag followLink;
    private final Options.Flag all;
    private final Options.Value index;

    /** One side that is a service's. */
    private record Inside(String service, String path) {
        /** {@code SERVICE:PATH}; a colon behind a slash belongs to a file name. */
        static Optional<Inside> of(String word) {
            int colon = word.indexOf(':');
            if (colon < 1 || word.startsWith("/") || word.startsWith(".")) {
                return Optional.empty();
            }
            return Optional.of(new Inside(word.substring(0, colon), word.substring(colon + 1)));
        }
    }

    CpCommand(Options options) {
        this.options = options.atLeast(2).atMost(2);
        archive = options.flag("Archive mode (copy all uid/gid information)", "-a", "--archive");
        followLink = options.flag("Always follow symbol link in SRC_PATH", "-L", "--follow-link");
        all = options.flag("Include containers created by the run command", "--all");
        index = options.value("Index of the container if service has multiple replicas", "int", "--index");
    }

    @Override
    public int run(Session session)
            throws UsageException, LoadException, EngineException, OperationException, InterruptedException {
        var from = Inside.of(options.arguments().get(0));
        var to = Inside.of(options.arguments().get(1));
        if (from.isPresent() && to.isPresent()) {
            throw new UsageException("copying between services is not supported");
        }
        var inside = from.isPresent() ? from : to;
        if (inside.isEmpty()) {
            throw new UsageException("unknown copy direction");
        }
        var request = new CopyRequest(
                session.files().projectName(),
                inside.get().service(),
                index.number(),
                all.isSet() ? OneOffs.INCLUDE : OneOffs.LEAVE_OUT,
                inside.get().path(),
                from.isPresent()
                        ? outTo(session, options.arguments().get(1))
                        : intoFrom(session, options.arguments().get(0)));
        if (session.effect() == Session.Effect.DRY_RUN) {
            String copy = String.join(" to ", options.arguments());
            for (var target : new Copy(session.quietOperation()).targets(request)) {
                Execution.show(session, "copy", target, copy);
            }
            return 0;
        }
        try (var progress = session.progress("cp")) {
            new Copy(session.operation(progress)).run(request);
        }
        session.out().flush();
        return 0;
    }

    private Direction outTo(Session session, String path) {
        var links = followLink.isSet() ? Links.FOLLOW : Links.KEEP;
        return path.equals("-")
                ? new Direction.OutAsTar(session.out(), links)
                : new Direction.OutOf(session.invocation().workingDirectory().resolve(path), links);
    }

    private Direction intoFrom(Session session, String path) {
        var ownership = archive.isSet() ? CopyOwnership.FROM_ARCHIVE : CopyOwnership.ROOT;
        return path.equals("-")
                ? new Direction.IntoFromTar(session.invocation().in(), ownership)
                : new Direction.Into(
                        session.invocation().workingDirectory().resolve(path),
                        followLink.isSet() ? Links.FOLLOW : Links.KEEP,
                        ownership);
    }
}
