package dev.jcompose.runtime.image;

/** What the removal of an image did, in the order it was done. */
public sealed interface Removal {
    /** The name is gone; other names or containers may still hold the image. */
    record Untagged(String name) implements Removal {}

    /** The image, or a layer nobody else needed, is gone. */
    record Deleted(Digest digest) implements Removal {}
}
