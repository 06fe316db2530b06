package dev.jcompose.engine.operation;

/** Which projects {@code ls} lists. */
public record LsRequest(Stopped stopped) {
    /** Containers that do not run, and projects that have no others. */
    public enum Stopped {
        INCLUDE,
        LEAVE_OUT
    }
}
