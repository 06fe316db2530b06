package dev.jcompose.model.problem;

import java.util.Optional;

/**
 * One thing that is wrong or doubtful.
 *
 * @param severity whether it prevents the project
 * @param code stable name of the kind of problem, such as {@code unknown-key}
 * @param at where; empty when it is in no file
 * @param message what is wrong, in one line
 * @param hint what to do about it
 * @param related another position that takes part, such as the earlier file that set the value
 */
public record Diagnostic(
        Severity severity,
        String code,
        Optional<Span> at,
        String message,
        Optional<String> hint,
        Optional<Related> related) {

    /**
     * A second position.
     *
     * @param at where
     * @param note what is there, such as {@code first defined here}
     */
    public record Related(Span at, String note) {}

    public static Diagnostic error(String code, Optional<Span> at, String message) {
        return new Diagnostic(Severity.ERROR, code, at, message, Optional.empty(), Optional.empty());
    }

    public static Diagnostic warning(String code, Optional<Span> at, String message) {
        return new Diagnostic(Severity.WARNING, code, at, message, Optional.empty(), Optional.empty());
    }

    /** The same with advice. */
    public Diagnostic withHint(String advice) {
        return new Diagnostic(severity, code, at, message, Optional.of(advice), related);
    }

    /** The same with a second position. */
    public Diagnostic withRelated(Span other, String note) {
        return new Diagnostic(severity, code, at, message, hint, Optional.of(new Related(other, note)));
    }
}
