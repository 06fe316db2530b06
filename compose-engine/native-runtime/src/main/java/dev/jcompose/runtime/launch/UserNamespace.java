package dev.jcompose.runtime.launch;

import java.nio.file.Path;

/**
 * The user namespace that a container lives in.
 *
 * @param file what setns(2) takes, as in {@link Namespace.Join}
 * @param ids its ids; also the files of the image are seen through them, and keep on disk the owners they have
 */
public record UserNamespace(Path file, IdMap ids) {}
