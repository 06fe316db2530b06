package dev.jcompose.cli.command;

import dev.jcompose.engine.event.EngineEvent;
import dev.jcompose.engine.event.EngineEvent.Then;
import dev.jcompose.engine.event.EventSink;

/** What else is worth a line while output is shown: who takes part, who ends. */
final class LogEvents implements EventSink {
    private final LogPrinter printer;
    private final WarningPrinter warnings;

    LogEvents(LogPrinter printer, WarningPrinter warnings) {
        this.printer = printer;
        this.warnings = warnings;
    }

    @Override
    public void accept(EngineEvent event) {
        if (event instanceof EngineEvent.Attaching attaching) {
            printer.expect(attaching.containers());
        } else if (event instanceof EngineEvent.ContainerExited exited) {
            printer.status(
                    exited.container(),
                    "exited with code " + exited.exitCode() + (exited.then() == Then.RESTARTS ? " (restarting)" : ""));
        } else {
            warnings.accept(event);
        }
    }
}
