package dev.jcompose.model.shape;

/**
 * A list.
 *
 * @param item what each item is
 * @param repeats whether two items may be equal
 */
public record ListShape(Shape item, Repeats repeats) {

    /** Whether equal items are an error. */
    public enum Repeats {
        ALLOWED,
        REFUSED
    }
}
