package dev.jcompose.cli.command;

import dev.jcompose.engine.event.EngineEvent;
import dev.jcompose.engine.event.EventSink;
import java.util.HashSet;
import java.util.Set;

/** Prints the warnings among events, each once. */
final class WarningPrinter implements EventSink {
    private final Session session;
    private final Set<String> printed = new HashSet<>();

    WarningPrinter(Session session) {
        this.session = session;
    }

    @Override
    public void accept(EngineEvent event) {
        if (event instanceof EngineEvent.Warning warning) {
            synchronized (printed) {
                if (!printed.add(warning.message())) {
                    return;
                }
            }
            session.warn(warning.message());
        }
    }
}
