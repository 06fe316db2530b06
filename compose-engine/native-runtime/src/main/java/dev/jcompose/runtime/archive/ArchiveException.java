package dev.jcompose.runtime.archive;

import java.io.IOException;

/** A path of a container cannot be read or written; the message is for people and worded as Docker words it. */
public final class ArchiveException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What went wrong, for callers that act on it. */
    public enum Kind {
        NOT_FOUND,
        /** The request or the archive asks for what cannot be. */
        INVALID
    }

    private final Kind kind;

    public ArchiveException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
