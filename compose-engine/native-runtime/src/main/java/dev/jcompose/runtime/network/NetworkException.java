package dev.jcompose.runtime.network;

/** A network operation that failed, told in words for the user; nothing of what was asked remains behind. */
public final class NetworkException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What went wrong, so that the API can choose its status. */
    public enum Kind {
        /** No such network or container on it: 404. */
        NOT_FOUND,
        /** The request is wrong in itself: 400. */
        INVALID,
        /** A name, an address or a device is taken already: 409. */
        CONFLICT,
        /** Not with a predefined network, or not while containers are connected: 403. */
        FORBIDDEN,
        /** A host port is taken: 500 in the API, as Docker answers; the container stays created. */
        PORT_ALLOCATED,
        /** The kernel refused: 500. */
        SYSTEM
    }

    private final Kind kind;

    public NetworkException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public NetworkException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
