package dev.jcompose.engine.operation;

/** Which projects {@code ls} lists. */
public record LsRequest(Stopped stopped) {
    /** Projects of which nothing runs. */
    public enum Stopped {
        INCLUDE,
        LEAVE_OUT
    }
}
