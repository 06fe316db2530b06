package dev.jcompose.planner.resource;

/**
 * The engine's identity of a container. It survives renames.
 *
 * @param value 64 hex digits with every engine known today; treated as opaque
 */
public record ContainerId(String value) {
    /** The first twelve characters, as engines and their clients print it. */
    public String shortForm() {
        return value.length() <= 12 ? value : value.substring(0, 12);
    }

    @Override
    public String toString() {
        return shortForm();
    }
}
