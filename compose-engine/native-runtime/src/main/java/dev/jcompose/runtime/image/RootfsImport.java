package dev.jcompose.runtime.image;

import java.util.Optional;

/**
 * How a root file system becomes an image.
 *
 * @param name under which it is kept; empty = dangling
 * @param config how its containers run; entry point, environment and so on
 */
public record RootfsImport(Optional<ImageName> name, ImageConfig config, String message, Platform platform) {}
