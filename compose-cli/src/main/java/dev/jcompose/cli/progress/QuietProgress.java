package dev.jcompose.cli.progress;

import dev.jcompose.engine.event.EngineEvent;

/** Shows nothing. */
public final class QuietProgress implements Progress {
    @Override
    public void accept(EngineEvent event) {}

    @Override
    public void aside(Runnable write) {
        write.run();
    }

    @Override
    public void close() {}
}
