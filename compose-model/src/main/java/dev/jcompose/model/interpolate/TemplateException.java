package dev.jcompose.model.interpolate;

/** A text with variables cannot be expanded. */
public final class TemplateException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Kind {
        /** The text is no template. */
        MALFORMED,
        /** A required variable has no value; the message says which. */
        REQUIRED,
        /** The values are too long in all. */
        TOO_LONG
    }

    private final Kind kind;

    TemplateException(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
