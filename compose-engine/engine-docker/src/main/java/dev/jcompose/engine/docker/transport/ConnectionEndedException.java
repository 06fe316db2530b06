package dev.jcompose.engine.docker.transport;

import java.io.EOFException;
import java.io.Serial;

/** The engine closed the connection before the first byte of its answer. */
final class ConnectionEndedException extends EOFException {
    @Serial
    private static final long serialVersionUID = 1;

    ConnectionEndedException() {
        super("the engine closed the connection without an answer");
    }
}
