package dev.jcompose.runtime.archive;

/** One difference between a container's files and those of its image. */
public record Change(Kind kind, String path) {
    /** What happened to a file. */
    public enum Kind {
        /** It is another file now, or has another owner or mode; of a directory also: something in it changed. */
        MODIFIED,
        ADDED,
        DELETED
    }
}
