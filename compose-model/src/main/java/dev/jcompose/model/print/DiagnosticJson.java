package dev.jcompose.model.print;

import dev.jcompose.model.problem.Diagnostic;
import dev.jcompose.model.problem.Problems;
import dev.jcompose.model.problem.Span;
import dev.jcompose.model.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Diagnostics as JSON for editors and CI. */
public final class DiagnosticJson {

    private DiagnosticJson() {}

    /** A list of objects with {@code severity}, {@code code}, {@code message}, and where they have it a position, hint and related one. */
    public static String write(Problems problems) {
        List<Value> items = new ArrayList<>();
        for (Diagnostic diagnostic : problems.all()) {
            items.add(value(diagnostic));
        }
        return JsonWriter.write(new Value.Items(items), JsonWriter.Layout.INDENTED) + "\n";
    }

    private static Value value(Diagnostic d) {
        var entry = new LinkedHashMap<String, Value>();
        entry.put("severity", new Value.Text(d.severity().text()));
        entry.put("code", new Value.Text(d.code()));
        entry.put("message", new Value.Text(d.message()));
        d.at().ifPresent(at -> position(at, entry));
        d.hint().ifPresent(hint -> entry.put("hint", new Value.Text(hint)));
        d.related().ifPresent(related -> {
            var other = new LinkedHashMap<String, Value>();
            position(related.at(), other);
            other.put("note", new Value.Text(related.note()));
            entry.put("related", new Value.Entries(other));
        });
        return new Value.Entries(entry);
    }

    private static void position(Span at, Map<String, Value> entry) {
        entry.put("file", new Value.Text(at.file().toString()));
        entry.put("line", Value.Whole.of(at.line()));
        entry.put("column", Value.Whole.of(at.column()));
        entry.put("endColumn", Value.Whole.of(at.endColumn()));
    }
}
