package dev.jcompose.daemon.wire;

/**
 * What a container takes on the disk, in bytes.
 *
 * @param written by itself
 * @param root all that it sees: its image and what it wrote
 */
public record ContainerSize(long written, long root) {}
