package dev.jcompose.runtime.image;

import java.util.Optional;

/**
 * How an image and one more layer become a new image.
 *
 * @param parent id of the image below
 * @param name under which it is kept; empty = dangling
 * @param config how its containers run
 * @param createdBy the command that made the layer, for the history
 */
public record ImageCommit(
        Digest parent, Optional<ImageName> name, ImageConfig config, String author, String comment, String createdBy) {}
