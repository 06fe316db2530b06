package dev.jcompose.runtime.launch;

import java.nio.file.Path;
import java.util.List;

/** Where a container's root comes from. It is mounted in the container's mount namespace only, never on the host. */
public sealed interface RootFilesystem {
    /**
     * An overlay.
     *
     * @param lower the unpacked layers, top first; at least one
     * @param upper takes what the container writes
     * @param work overlayfs's own directory, on the file system of {@code upper}
     * @param durability VOLATILE leaves out every sync, for containers that are removed when they end
     */
    record Overlay(List<Path> lower, Path upper, Path work, Durability durability) implements RootFilesystem {
        public Overlay {
            lower = List.copyOf(lower);
        }

        public Overlay(List<Path> lower, Path upper, Path work) {
            this(lower, upper, work, Durability.DURABLE);
        }
    }

    /** A directory that already holds the root. */
    record Directory(Path path) implements RootFilesystem {}

    /** Whether what the container writes survives a crash of the host. */
    enum Durability {
        DURABLE,
        VOLATILE
    }
}
