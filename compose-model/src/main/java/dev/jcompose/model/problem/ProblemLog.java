package dev.jcompose.model.problem;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Collects problems while files are read. What is reported twice at one place counts once; from some number on nobody
 * reads them, and they are only counted.
 */
public final class ProblemLog {

    /** Of errors, and of warnings. */
    static final int MOST = 1_000;

    /** Of a message, which may quote what it is about. */
    static final int LONGEST_MESSAGE = 2_000;

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
    private int errors;
    private int warnings;
    private long dropped;

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
        if (!hasRoom(diagnostic.severity())) {
            dropped++;
            return;
        }
        Diagnostic shortened = shortened(diagnostic);
        if (seen.add(new Key(shortened.code(), shortened.at(), shortened.message()))) {
            found.add(shortened);
            switch (shortened.severity()) {
                case ERROR -> errors++;
                case WARNING -> warnings++;
            }
        }
    }

    private boolean hasRoom(Severity severity) {
        return switch (severity) {
            case ERROR -> errors < MOST;
            case WARNING -> warnings < MOST;
        };
    }

    private static Diagnostic shortened(Diagnostic diagnostic) {
        String message = diagnostic.message();
        if (message.length() <= LONGEST_MESSAGE) {
            return diagnostic;
        }
        int half = LONGEST_MESSAGE / 2;
        String ends = message.substring(0, half) + " ... " + message.substring(message.length() - half);
        return new Diagnostic(
                diagnostic.severity(),
                diagnostic.code(),
                diagnostic.at(),
                ends,
                diagnostic.hint(),
                diagnostic.related());
    }

    /**
     * Adds a problem with a name, and with what was probably meant.
     *
     * @param known the names there are
     */
    public void addNamed(Diagnostic diagnostic, String name, Collection<String> known) {
        // A hint that nobody sees costs all the same.
        boolean kept = hasRoom(diagnostic.severity());
        add(kept ? Suggestion.hint(name, known).map(diagnostic::withHint).orElse(diagnostic) : diagnostic);
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
        return errors > 0;
    }

    public Problems toProblems() {
        if (dropped == 0) {
            return new Problems(found);
        }
        List<Diagnostic> all = new ArrayList<>(found);
        all.add(Diagnostic.warning(
                "too-many-problems", Optional.empty(), dropped + " more problems like these are not shown"));
        return new Problems(all);
    }
}
