package dev.jcompose.runtime.launch;

import java.io.IOException;

/** A user or group that the container does not know; the message is Docker's. */
public final class UnknownUserException extends IOException {
    private static final long serialVersionUID = 1L;

    UnknownUserException(String message) {
        super(message);
    }
}
