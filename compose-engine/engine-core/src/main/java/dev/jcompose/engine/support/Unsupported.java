package dev.jcompose.engine.support;

import dev.jcompose.model.Origins;
import dev.jcompose.model.Project;
import dev.jcompose.model.problem.Diagnostic;
import dev.jcompose.model.problem.Span;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** Tells what of a project an engine will not do. */
public final class Unsupported {
    private static final String CODE = "unsupported";
    private static final Span NOWHERE = new Span(Path.of(""), 0, 0, 0);
    private static final Comparator<Diagnostic> BY_POSITION = Comparator.comparing(
            diagnostic -> diagnostic.at().orElse(NOWHERE),
            Comparator.comparing(Span::file).thenComparingInt(Span::line).thenComparingInt(Span::column));

    private Unsupported() {}

    /** One warning for each attribute, by file and line; those that no file has come first. */
    public static List<Diagnostic> in(Project project, Origins origins, Gaps gaps) {
        if (gaps.byFeature().isEmpty()) {
            return List.of();
        }
        return Uses.of(project).stream()
                .flatMap(use -> gaps.of(use).map(gap -> warning(use, gap, origins, gaps.engine())).stream())
                .sorted(BY_POSITION)
                .toList();
    }

    private static Diagnostic warning(Use use, Gap gap, Origins origins, String engine) {
        String what = use.attribute() + (use.value().isEmpty() ? "" : " \"" + use.value() + "\"");
        String verdict = switch (gap.effect()) {
            case IGNORED -> " has no effect with " + engine + ": ";
            case REFUSED -> " is not supported by " + engine + ": ";
        };
        return Diagnostic.warning(
                CODE, origins.of(use.path()), use.subject() + ": " + what + verdict + gap.consequence());
    }
}
