package dev.jcompose.cli.command;

import dev.jcompose.cli.argument.UsageException;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.operation.OperationContext;
import dev.jcompose.engine.operation.OperationException;
import dev.jcompose.planner.plan.Plan;
import dev.jcompose.planner.plan.PlanText;
import dev.jcompose.planner.resource.ResourceRef;

/**
 * An operation that carries out a plan.
 *
 * @param heading word of the progress display
 * @param plan makes the plan only
 * @param run makes the plan and carries it out
 */
record Execution(String heading, Call plan, Call run) {
    /** One of the two. */
    @FunctionalInterface
    interface Call {
        Plan of(OperationContext context) throws EngineException, OperationException, InterruptedException;
    }

    /**
     * Does it, or with {@code --dry-run} shows what would be done.
     *
     * @return the plan
     */
    Plan in(Session session) throws UsageException, EngineException, OperationException, InterruptedException {
        if (session.effect() == Session.Effect.DRY_RUN) {
            var made = plan.of(session.quietOperation());
            show(session, made);
            return made;
        }
        try (var progress = session.progress(heading)) {
            return run.of(session.operation(progress));
        }
    }

    /** Prints, in the form of a plan, a thing that would be done and is no step of one. */
    static void show(Session session, String action, ResourceRef resource, String detail) {
        session.out().println("1   " + action + " " + resource.key() + "   " + detail);
        session.out().flush();
    }

    /** Prints a plan: what would be done, in which order, and why. */
    static void show(Session session, Plan plan) {
        plan.warnings().forEach(session::warn);
        session.out().print(plan.isEmpty() ? "nothing to do\n" : PlanText.of(plan));
        session.out().flush();
    }
}
