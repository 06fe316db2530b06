package dev.jcompose.engine;

import org.jspecify.annotations.Nullable;

/** A call that an engine refused, could not carry out, or never received. */
public final class EngineException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final String operation;
    private final String resource;
    private final String reason;

    /** What callers can tell apart. */
    public enum Kind {
        /** The resource does not exist. */
        NOT_FOUND,
        /** The state of the resource forbids it: name taken, in use, not running. */
        CONFLICT,
        /** It already is as asked, for example stopped. */
        NOT_MODIFIED,
        /** The request itself is wrong. */
        INVALID,
        /** A registry or the engine wants other credentials. */
        UNAUTHORIZED,
        /** Nobody answers, or the connection broke. Trying again may help. */
        UNAVAILABLE,
        /** The engine, or this adapter, cannot do that. */
        UNSUPPORTED,
        OTHER
    }

    /**
     * @param operation what was tried, for example {@code start container}
     * @param resource on what, for example {@code shop-web-1}; may be empty
     * @param reason the engine's own words, without a trailing newline
     */
    public EngineException(Kind kind, String operation, String resource, String reason, @Nullable Throwable cause) {
        super(message(operation, resource, reason), cause);
        this.kind = kind;
        this.operation = operation;
        this.resource = resource;
        this.reason = reason;
    }

    /** A failure without a cause of its own. */
    public EngineException(Kind kind, String operation, String resource, String reason) {
        this(kind, operation, resource, reason, null);
    }

    public Kind kind() {
        return kind;
    }

    public String operation() {
        return operation;
    }

    public String resource() {
        return resource;
    }

    /** The engine's own words. */
    public String reason() {
        return reason;
    }

    private static String message(String operation, String resource, String reason) {
        return resource.isEmpty() ? operation + ": " + reason : operation + " " + resource + ": " + reason;
    }
}
