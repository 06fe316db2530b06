package dev.jcompose.runtime.launch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** What is said to every supervisor in the same way. */
final class Commands {
    private Commands() {}

    /** Sets the terminal's size; a supervisor that is gone has none. */
    static void resize(ControlConnection connection, WindowSize size) throws IOException {
        if (connection.isOpen()) {
            connection.send(
                    Frame.RESIZE,
                    ByteBuffer.allocate(2 * Integer.BYTES)
                            .putInt(size.rows())
                            .putInt(size.columns())
                            .flip());
        }
    }

    /** Waits for the message of the end; empty when the connection ends without it. */
    static Optional<ExitRecord> awaitExit(ControlConnection connection) {
        try {
            for (var frame = connection.receive(); frame.isPresent(); frame = connection.receive()) {
                if (frame.get().type() == Frame.EXIT) {
                    return Optional.of(Started.exit(frame.get()));
                }
            }
        } catch (IOException e) {
            // Closed here, or ended within a frame: nothing more is to be learned from it.
        }
        return Optional.empty();
    }
}
