package dev.jcompose.model.problem;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Collects problems while files are read. What is reported twice at one place counts once. */
public final class ProblemLog {

    private record Key(String code, Optional<Span> at, String message) {}

    private final List<Diagnostic> found = new ArrayList<>();
    private final Set<Key> seen = new HashSet<>();
    private boolean errors;

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
