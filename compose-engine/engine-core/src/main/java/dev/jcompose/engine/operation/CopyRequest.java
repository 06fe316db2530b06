package dev.jcompose.engine.operation;

import dev.jcompose.engine.Containers.CopyOwnership;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * A copy between the client and containers of a service.
 *
 * @param path inside the container
 * @param index only the replica of this number
 */
public record CopyRequest(
        String project, String service, OptionalInt index, OneOffs oneOffs, String path, Direction direction) {
    /** Containers made by {@code run}. */
    public enum OneOffs {
        INCLUDE,
        LEAVE_OUT
    }

    /** Symbolic links at the end of the source path. */
    public enum Links {
        FOLLOW,
        KEEP
    }

    /** Which way, and the client's side. */
    public sealed interface Direction {
        /** From a file or directory of the client to all replicas. */
        record Into(Path source, Links links, CopyOwnership ownership) implements Direction {}

        /** From a tar stream to all replicas. */
        record IntoFromTar(InputStream tar, CopyOwnership ownership) implements Direction {}

        /** From the first replica to a path of the client. */
        record OutOf(Path target, Links links) implements Direction {}

        /** From the first replica as a tar stream. */
        record OutAsTar(OutputStream tar, Links links) implements Direction {}
    }
}
