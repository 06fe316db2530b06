package dev.jcompose.runtime.volume;

import java.io.IOException;

/** Something about a volume could not be done; the message is for people and worded as Docker words it. */
public final class VolumeException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What went wrong, for callers that act on it. */
    public enum Kind {
        INVALID_REQUEST,
        NOT_FOUND,
        /** A container uses the volume, or it exists with another driver. */
        CONFLICT,
        /** The mount that the options ask for was refused by the system. */
        MOUNT_FAILED
    }

    private final Kind kind;

    public VolumeException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public VolumeException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
