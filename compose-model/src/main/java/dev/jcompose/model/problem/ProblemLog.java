package dev.jcompose.model.problem;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Collects problems while files are read. What is reported twice at one place counts once. */
public final class ProblemLog {

    private record Key(String code, Optional<Span> at, String message) {}

    /** What is worth reporting. */
    public enum Depth {
        /** What is wrong, and what Docker Compose warns of. */
        USUAL,
        /** Also what works but may not be what was meant. */
        THOROUGH
    }

    private final Depth depth;
    private final List<Diagnostic> found = new ArrayList<>();
    private final Set<Key> seen = new HashSet<>();
    private boolean errors;

    public ProblemLog() {
        this(Depth.USUAL);
    }

    public ProblemLog(Depth depth) {
        this.depth = depth;
    }

    /** A warning that is only kept where a thorough look was asked for. */
    public void doubt(Diagnostic warning) {
        if (depth == Depth.THOROUGH) {
            add(warning);
        }
    }

    public void add(Diagnostic diagnostic) {
        if (seen.add(new Key(diagnostic.code(), diagnostic.at(), diagnostic.message()))) {
            found.add(diagnostic);
            errors |= diagnostic.severity() == Severity.ERROR;
        }
    }

    public void error(String code, Span at, String message) {
        add(Diagnostic.error(code, Optional.of(at), message));
    }

    public void error(String code, String message) {
        add(Diagnostic.error(code, Optional.empty(), message));
    }

    public void warning(String code, Span at, String message) {
        add(Diagnostic.warning(code, Optional.of(at), message));
    }

    public void warning(String code, String message) {
        add(Diagnostic.warning(code, Optional.empty(), message));
    }

    public boolean hasErrors() {
        return errors;
    }

    public Problems toProblems() {
        return new Problems(found);
    }
}
