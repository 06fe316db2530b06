package dev.jcompose.runtime.launch;

import dev.jcompose.runtime.os.Errno;
import dev.jcompose.runtime.os.ErrnoException;
import dev.jcompose.runtime.os.Fd;
import dev.jcompose.runtime.os.FileCalls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files of an overlay that is not mounted: each is looked for in the layers from the top, beneath the layer's directory
 * with its symbolic links. A link that leads from one layer into another is not followed to there.
 */
public final class LayeredFiles implements UserResolver.RootFiles {
    private final List<Path> layers;

    /**
     * Sees what the container will see.
     *
     * @param root an overlay's upper directory counts as its top layer
     */
    public LayeredFiles(RootFilesystem root) {
        this.layers = switch (root) {
            case RootFilesystem.Directory(Path path) -> List.of(path);
            case RootFilesystem.Overlay overlay -> {
                var all = new ArrayList<Path>();
                all.add(overlay.upper());
                all.addAll(overlay.lower());
                yield List.copyOf(all);
            }
        };
    }

    @Override
    public Optional<InputStream> open(String path) throws IOException {
        for (Path layer : layers) {
            try (Fd directory = FileCalls.open(layer, FileCalls.O_PATH | FileCalls.O_DIRECTORY, 0);
                    Fd file = FileCalls.open(directory, path, FileCalls.O_PATH, 0, FileCalls.RESOLVE_IN_ROOT)) {
                // A device is a whiteout, or a trap: only regular files are opened.
                return Files.isRegularFile(file.path())
                        ? Optional.of(Files.newInputStream(file.path()))
                        : Optional.empty();
            } catch (ErrnoException e) {
                if (!e.is(Errno.ENOENT) && !e.is(Errno.ENOTDIR)) {
                    throw e;
                }
            }
        }
        return Optional.empty();
    }
}
