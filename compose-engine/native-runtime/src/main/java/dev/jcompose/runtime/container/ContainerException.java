package dev.jcompose.runtime.container;

import java.io.IOException;

/** Something about a container could not be done; the message is for people and worded as Docker words it. */
public final class ContainerException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What went wrong, for callers that act on it. */
    public enum Kind {
        /** No such container, exec instance or path. */
        NOT_FOUND,
        /** The request is wrong in itself. */
        INVALID,
        /** Not in the container's present state, or the name is taken. */
        CONFLICT,
        /** It is in the wanted state already. */
        NOT_MODIFIED,
        /** The command cannot be executed or the container cannot be made: the client's configuration is to blame. */
        CANNOT_START,
        /** The system refused. */
        SYSTEM
    }

    private final Kind kind;
    private final String text;

    public ContainerException(Kind kind, String message) {
        super(message);
        this.kind = kind;
        this.text = message;
    }

    public ContainerException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.text = message;
    }

    public Kind kind() {
        return kind;
    }

    /** The message, which is always there. */
    public String text() {
        return text;
    }

    static ContainerException invalid(String message) {
        return new ContainerException(Kind.INVALID, message);
    }

    static ContainerException conflict(String message) {
        return new ContainerException(Kind.CONFLICT, message);
    }

    static ContainerException noSuchContainer(String reference) {
        return new ContainerException(Kind.NOT_FOUND, "No such container: " + reference);
    }
}
