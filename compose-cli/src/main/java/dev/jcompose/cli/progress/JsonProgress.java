package dev.jcompose.cli.progress;

import dev.jcompose.cli.output.Json;
import dev.jcompose.engine.event.EngineEvent;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** A JSON object for each change, with the keys of Docker Compose, for programs. */
public final class JsonProgress implements Progress {
    private final PrintStream out;
    private final InstantSource clock;
    private final Screen screen = new Screen("");
    private final Map<String, Row> shown = new HashMap<>();

    public JsonProgress(PrintStream out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
    }

    @Override
    public synchronized void accept(EngineEvent event) {
        screen.apply(event, clock.instant());
        for (Row row : screen.rows()) {
            Row before = shown.put(row.label(), row);
            if (before == null || !text(before).equals(text(row))) {
                out.println(Json.write(text(row)));
            }
            for (Row.Layer layer : row.layers()) {
                if (before == null || !before.layers().contains(layer)) {
                    out.println(Json.write(layer(row, layer)));
                }
            }
        }
        out.flush();
    }

    private static Map<String, Object> text(Row row) {
        var text = new LinkedHashMap<String, Object>();
        text.put("id", row.label());
        text.put(
                "status",
                switch (row.phase()) {
                    case WAITING, WORKING -> "Working";
                    case DONE -> "Done";
                    case WARNING -> "Warning";
                    case FAILED -> "Error";
                });
        text.put("text", row.word());
        if (!row.detail().isEmpty()) {
            text.put("details", row.detail());
        }
        return text;
    }

    private static Map<String, Object> layer(Row row, Row.Layer layer) {
        var text = new LinkedHashMap<String, Object>();
        text.put("id", layer.id());
        text.put("parent_id", row.label());
        text.put("status", layer.isComplete() ? "Done" : "Working");
        text.put("text", layer.status());
        if (layer.total() > 0) {
            text.put("current", layer.current());
            text.put("total", layer.total());
            text.put("percent", (int) (100 * layer.current() / layer.total()));
        }
        return text;
    }

    @Override
    public synchronized void aside(Runnable write) {
        write.run();
    }

    @Override
    public void close() {}
}
