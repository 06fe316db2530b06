package dev.jcompose.model.interpolate;

import dev.jcompose.model.problem.Diagnostic;
import dev.jcompose.model.problem.ProblemLog;
import dev.jcompose.model.problem.Quota;
import dev.jcompose.model.problem.Span;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * What the expansions in all files of a project have in common: a variable that has neither a value nor a default is
 * warned of once, and there is a limit to what they make.
 */
public final class Expansions {

    private final ProblemLog problems;
    private final Set<String> reported = new HashSet<>();
    private final Quota characters = new Quota(Template.MOST_CHARACTERS);

    public Expansions(ProblemLog problems) {
        this.problems = problems;
    }

    /**
     * Warns of a variable, unless it did before.
     *
     * @param at where the variable is mentioned
     * @param known the variables that are set, one of which may have been meant
     */
    void unset(String name, Optional<Span> at, Collection<String> known) {
        if (reported.add(name)) {
            var problem = Diagnostic.warning(
                    "unset-variable", at, "The \"" + name + "\" variable is not set. Defaulting to a blank string.");
            problems.addNamed(problem, name, known);
        }
    }

    /**
     * The variables of a file.
     *
     * @param outer as for {@link DotEnv#parse(String, Variables)}
     */
    public SequencedMap<String, String> variables(Path file, String text, Variables outer)
            throws DotEnv.SyntaxException {
        return DotEnv.parse(
                text,
                outer,
                (name, line) -> unset(name, Optional.of(new Span(file, line, 1, 2)), outer.names()),
                characters);
    }

    /** The variables of a file of {@code format: raw}. */
    public SequencedMap<String, String> rawVariables(String text, Variables outer) throws DotEnv.SyntaxException {
        return DotEnv.parseRaw(text, outer, characters);
    }

    Quota characters() {
        return characters;
    }
}
