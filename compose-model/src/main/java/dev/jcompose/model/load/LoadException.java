package dev.jcompose.model.load;

import dev.jcompose.model.problem.Diagnostic;
import dev.jcompose.model.problem.Problems;

/** A project could not be loaded; has everything that is wrong with it. */
public final class LoadException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient LoadResult result;

    LoadException(LoadResult result) {
        super(summary(result.problems()));
        this.result = result;
    }

    private static String summary(Problems problems) {
        var errors = problems.errors();
        Diagnostic first = errors.get(0);
        String where = first.at().map(at -> at + ": ").orElse("");
        String more = errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more)";
        return where + first.message() + more;
    }

    /** What was found; its problems have at least one error. */
    public LoadResult result() {
        return result;
    }
}
