package dev.jcompose.engine.execute;

import org.jspecify.annotations.Nullable;

/** A step that could not be taken though the engine answered; its message is for the user. */
public final class StepFailure extends Exception {
    private static final long serialVersionUID = 1L;

    public StepFailure(String message) {
        this(message, null);
    }

    public StepFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
