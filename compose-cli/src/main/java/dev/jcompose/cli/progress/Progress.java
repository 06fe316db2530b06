package dev.jcompose.cli.progress;

import dev.jcompose.engine.event.EventSink;

/** Shows a running operation. Closing it leaves the final state where the reader can find it. */
public interface Progress extends EventSink, AutoCloseable {
    /** Writes something else to the same terminal without mixing it up with what is shown. */
    void aside(Runnable write);

    /** Whether it can go on below other lines that are written {@link #aside}. */
    default boolean staysBelow() {
        return false;
    }

    /** Whether all that takes part is done, has failed or was skipped. */
    default boolean isOver() {
        return true;
    }

    @Override
    void close();
}
