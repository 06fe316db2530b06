package dev.jcompose.runtime.store;

import java.io.IOException;

/** Bytes that should be a JSON document of a known shape and are not; the message names the member. */
public final class MalformedJsonException extends IOException {
    private static final long serialVersionUID = 1L;

    public MalformedJsonException(String message) {
        super(message);
    }

    public MalformedJsonException(String message, Throwable cause) {
        super(message, cause);
    }
}
