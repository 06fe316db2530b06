package dev.jcompose.runtime.store;

import java.io.IOException;

/** The state on disk cannot be used: held by another engine, written by a newer one, or damaged. */
public final class StateException extends IOException {
    private static final long serialVersionUID = 1L;

    public StateException(String message) {
        super(message);
    }

    public StateException(String message, Throwable cause) {
        super(message, cause);
    }
}
