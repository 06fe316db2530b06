package dev.jcompose.model.interpolate;

import dev.jcompose.model.problem.Diagnostic;
import dev.jcompose.model.problem.ProblemLog;
import dev.jcompose.model.problem.Span;
import dev.jcompose.model.problem.Suggestion;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Warns of variables that have neither a value nor a default, of each once in a whole project. */
public final class UnsetVariables {

    private final ProblemLog problems;
    private final Set<String> reported = new HashSet<>();

    public UnsetVariables(ProblemLog problems) {
        this.problems = problems;
    }

    /**
     * Warns, unless it did before.
     *
     * @param at where the variable is mentioned
     * @param known the variables that are set, one of which may have been meant
     */
    public void report(String name, Optional<Span> at, Collection<String> known) {
        if (reported.add(name)) {
            var problem = Diagnostic.warning(
                    "unset-variable", at, "The \"" + name + "\" variable is not set. Defaulting to a blank string.");
            problems.add(Suggestion.hint(name, known).map(problem::withHint).orElse(problem));
        }
    }
}
