package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.operation.OperationContext;
import dev.jcompose.engine.operation.OperationException;
import dev.jcompose.planner.plan.Plan;

/** Runs an operation that carries out a plan, and shows its progress. */
@FunctionalInterface
interface Execution {
    Plan run(OperationContext context) throws EngineException, OperationException, InterruptedException;

    /** @return the exit code: 0, as failures are exceptions */
    static int of(Session session, String heading, Execution execution)
            throws UsageException, EngineException, OperationException, InterruptedException {
        planOf(session, heading, execution);
        return 0;
    }

    /** The plan that was carried out. */
    static Plan planOf(Session session, String heading, Execution execution)
            throws UsageException, EngineException, OperationException, InterruptedException {
        if (session.effect() == Session.Effect.DRY_RUN) {
            throw new UsageException("--dry-run is not supported by " + heading + " yet");
        }
        try (var progress = session.progress(heading)) {
            return execution.run(session.operation(progress));
        }
    }
}
