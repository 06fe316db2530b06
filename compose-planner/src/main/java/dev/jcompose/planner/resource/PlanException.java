package dev.jcompose.planner.resource;

import dev.jcompose.model.problem.Diagnostic;
import dev.jcompose.model.problem.Problems;
import java.util.List;
import java.util.stream.Collectors;

/** What is wanted cannot be planned; has every problem that was found, never warnings alone. */
public final class PlanException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Problems problems;

    public PlanException(List<Diagnostic> problems) {
        super(problems.stream().map(Diagnostic::message).collect(Collectors.joining("; ")));
        this.problems = new Problems(problems);
    }

    public Problems problems() {
        return problems;
    }
}
