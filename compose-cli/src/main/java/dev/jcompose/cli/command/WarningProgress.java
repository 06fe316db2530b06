package dev.jcompose.cli.command;

import dev.jcompose.cli.progress.Progress;
import dev.jcompose.engine.event.EngineEvent;
import java.io.PrintStream;

/** Prints warnings beside the progress that is shown. */
final class WarningProgress implements Progress {
    private final Progress progress;
    private final WarningPrinter warnings;
    private final PrintStream out;

    /** @param out where output of hooks goes */
    WarningProgress(Progress progress, WarningPrinter warnings, PrintStream out) {
        this.out = out;
        this.progress = progress;
        this.warnings = warnings;
    }

    @Override
    public void accept(EngineEvent event) {
        switch (event) {
            case EngineEvent.Warning ignored -> progress.aside(() -> warnings.accept(event));
            case EngineEvent.HookOutput output -> progress.aside(() -> out.println(text(output)));
            default -> progress.accept(event);
        }
    }

    /** {@code web pre_start[0] -> line}. */
    static String text(EngineEvent.HookOutput output) {
        return output.container().service() + " pre_start[" + output.index() + "] -> " + output.line();
    }

    @Override
    public void aside(Runnable write) {
        progress.aside(write);
    }

    @Override
    public boolean staysBelow() {
        return progress.staysBelow();
    }

    @Override
    public boolean isOver() {
        return progress.isOver();
    }

    @Override
    public void close() {
        progress.close();
    }
}
