package dev.jcompose.runtime.container;

/** What a caller waits for. */
public enum WaitCondition {
    /** That it does not run; at once if it does not run now. */
    NOT_RUNNING,
    /** The end of the present run, or of the next one. */
    NEXT_EXIT,
    /** That it is gone. */
    REMOVED
}
