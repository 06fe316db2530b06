package dev.jcompose.engine;

import java.util.function.Consumer;

/** The window of the user's terminal. */
public interface TerminalWindow {
    Size size();

    /** Tells every later change until the result is closed. */
    Watch watch(Consumer<Size> onChange);

    /** In character cells, both at least 1. */
    record Size(int columns, int rows) {}

    /** Ends the watching. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
