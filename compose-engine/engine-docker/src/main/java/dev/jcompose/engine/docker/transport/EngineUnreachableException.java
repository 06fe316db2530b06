package dev.jcompose.engine.docker.transport;

import java.io.IOException;
import java.io.Serial;

/** No connection to the engine could be made. The message says to where and what to do. */
public final class EngineUnreachableException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    /** Why, as far as the system tells. */
    public enum Why {
        /** Nothing listens there. */
        NOT_RUNNING,
        /** The socket is there, this user may not open it. */
        FORBIDDEN,
        /** Name resolution, network, TLS or ssh failed. */
        OTHER
    }

    private final Why why;

    EngineUnreachableException(Why why, String message, Throwable cause) {
        super(message, cause);
        this.why = why;
    }

    public Why why() {
        return why;
    }
}
