package dev.jcompose.cli.command;

import dev.jcompose.cli.progress.Progress;
import dev.jcompose.engine.event.EngineEvent;

/** Prints warnings beside the progress that is shown. */
final class WarningProgress implements Progress {
    private final Progress progress;
    private final WarningPrinter warnings;

    WarningProgress(Progress progress, WarningPrinter warnings) {
        this.progress = progress;
        this.warnings = warnings;
    }

    @Override
    public void accept(EngineEvent event) {
        if (event instanceof EngineEvent.Warning) {
            progress.aside(() -> warnings.accept(event));
        } else {
            progress.accept(event);
        }
    }

    @Override
    public void aside(Runnable write) {
        progress.aside(write);
    }

    @Override
    public void close() {
        progress.close();
    }
}
