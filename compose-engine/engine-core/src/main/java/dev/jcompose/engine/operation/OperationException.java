package dev.jcompose.engine.operation;

import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.execute.PlanReport;
import dev.jcompose.model.problem.Diagnostic;
import dev.jcompose.planner.resource.PlanException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An operation that could not do what it was asked for; its message is for the user and complete. */
public final class OperationException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int exitCode;
    private final transient List<Diagnostic> problems;

    public OperationException(String message) {
        this(message, 1, null);
    }

    /** @param exitCode what the command should end with, 1 to 255 */
    public OperationException(String message, int exitCode, @Nullable Throwable cause) {
        this(message, exitCode, cause, List.of());
    }

    private OperationException(String message, int exitCode, @Nullable Throwable cause, List<Diagnostic> problems) {
        super(message, cause);
        this.exitCode = exitCode;
        this.problems = problems;
    }

    /** What cannot be planned; {@link #problems()} has the positions. */
    static OperationException of(PlanException e) {
        return new OperationException(
                Selection.text(e.problems().all()), 1, e, e.problems().all());
    }

    /** Fails with all that went wrong in a walk, or does nothing. */
    static void check(PlanReport report) throws OperationException {
        if (report.succeeded()) {
            return;
        }
        Set<String> messages = new LinkedHashSet<>();
        Throwable first = null;
        for (PlanReport.Outcome.Failed failed : report.failures()) {
            first = first == null ? failed.failure() : first;
            messages.add(
                    failed.failure() instanceof EngineException e
                            ? e.getMessage()
                            : String.valueOf(failed.failure().getMessage()));
        }
        throw new OperationException(String.join("\n", messages), 1, first);
    }

    public int exitCode() {
        return exitCode;
    }

    /** What is wrong with the files, with positions; empty when something else is. */
    public List<Diagnostic> problems() {
        return problems;
    }
}
