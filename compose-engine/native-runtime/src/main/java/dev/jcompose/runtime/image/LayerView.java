package dev.jcompose.runtime.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a container over these directories would see, without a mount: whiteouts and opaque directories hide what is below,
 * symbolic links are followed inside, {@code ..} stops at the root. Read-only. Paths are absolute within the view.
 *
 * <p>It is as current as the directories: for the file system of a running container, use its own root.
 */
@SuppressWarnings("DoNotCallSuggester") // the bodies follow
public final class LayerView {
    private final List<Path> layers;

    private LayerView(List<Path> layers) {
        this.layers = List.copyOf(layers);
    }

    /** @param directories top first, e.g. the upper directory of a container and then the layers of its image */
    public static LayerView of(List<Path> directories) {
        return new LayerView(directories);
    }

    /** The file at {@code path}, links followed; empty if there is none (or a dangling link, or a loop). */
    public Optional<FileStatus> stat(String path) throws IOException {
        throw new UnsupportedOperationException(layers + path);
    }

    /** As {@link #stat}, but of the link itself if the last component is one. */
    public Optional<FileStatus> lstat(String path) throws IOException {
        throw new UnsupportedOperationException(layers + path);
    }

    /** Target of the link at {@code path}, unresolved. */
    public String readLink(String path) throws IOException {
        throw new UnsupportedOperationException(layers + path);
    }

    /** Names in the directory, sorted. */
    public List<String> list(String path) throws IOException {
        throw new UnsupportedOperationException(layers + path);
    }

    /** Opens the regular file at {@code path}, links followed. */
    public InputStream open(String path) throws IOException {
        throw new UnsupportedOperationException(layers + path);
    }

    /** {@code path} with every link on the way resolved; components that do not exist stay as they are. */
    public String resolve(String path) throws IOException {
        throw new UnsupportedOperationException(layers + path);
    }
}
