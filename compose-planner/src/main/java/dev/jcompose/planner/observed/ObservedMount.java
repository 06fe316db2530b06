package dev.jcompose.planner.observed;

/**
 * One mount of a container.
 *
 * @param source host path of a bind or of the volume's data; may be empty
 * @param volume name of the volume; empty unless {@code kind} is {@link Kind#VOLUME}
 */
public record ObservedMount(Kind kind, String source, String volume, String target, Access access) {
    /** What is mounted. */
    public enum Kind {
        BIND,
        VOLUME,
        TMPFS,
        IMAGE,
        OTHER
    }

    /** Whether the container may write to it. */
    public enum Access {
        READ_WRITE,
        READ_ONLY
    }
}
