package dev.jcompose.runtime.volume;

import dev.jcompose.runtime.image.LayerView;
import java.io.IOException;
import java.nio.file.Path;

/** Fills an empty volume with what the image has at the place where it will be mounted. */
@SuppressWarnings({"DoNotCallSuggester", "all"}) // the bodies follow
public final class CopyUp {
    private CopyUp() {}

    /**
     * Copies the directory at {@code path} with owners, modes, times, extended attributes, links and special files, and
     * gives {@code data} itself owner and mode of that directory. Does nothing if {@code data} is not empty or if the image
     * has no directory there.
     */
    public static void fill(Path data, LayerView image, String path) throws IOException {
        throw new UnsupportedOperationException(data + path + image.hashCode());
    }
}
