package dev.jcompose.model.problem;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All that was found in one run.
 *
 * @param all sorted by file, line and column; those without a position stand at the end
 */
public record Problems(List<Diagnostic> all) {

    private static final Comparator<Span> BY_POSITION = Comparator.<Span, String>comparing(
                    span -> span.file().toString())
            .thenComparingInt(Span::line)
            .thenComparingInt(Span::column);

    public Problems {
        var sorted = new ArrayList<>(all);
        sorted.sort((a, b) -> compare(a.at(), b.at()));
        all = List.copyOf(sorted);
    }

    private static int compare(Optional<Span> a, Optional<Span> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return Boolean.compare(a.isEmpty(), b.isEmpty());
        }
        return BY_POSITION.compare(a.get(), b.get());
    }

    public boolean hasErrors() {
        return all.stream().anyMatch(d -> d.severity() == Severity.ERROR);
    }

    public List<Diagnostic> errors() {
        return all.stream().filter(d -> d.severity() == Severity.ERROR).toList();
    }

    public List<Diagnostic> warnings() {
        return all.stream().filter(d -> d.severity() == Severity.WARNING).toList();
    }
}
