package dev.jcompose.cli.progress;

import dev.jcompose.engine.event.EngineEvent;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** A line for each change, for logs and pipes. */
public final class PlainProgress implements Progress {
    private final PrintStream out;
    private final InstantSource clock;
    private final Screen screen = new Screen("");
    private final Map<String, String> shown = new HashMap<>();

    public PlainProgress(PrintStream out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
    }

    @Override
    public synchronized void accept(EngineEvent event) {
        screen.apply(event, clock.instant());
        for (Row row : screen.rows()) {
            String text = row.label() + "  " + row.word() + (row.detail().isEmpty() ? "" : " " + row.detail());
            if (!text.equals(shown.put(row.label(), text))) {
                out.println(" " + text);
            }
        }
        out.flush();
    }

    @Override
    public synchronized void aside(Runnable write) {
        write.run();
    }

    @Override
    public void close() {}
}
