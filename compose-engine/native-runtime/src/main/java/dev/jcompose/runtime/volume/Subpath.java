package dev.jcompose.runtime.volume;

import java.io.IOException;
import java.nio.file.Path;

/** A directory or file inside a volume that a container mounts instead of the whole ({@code volume.subpath}). */
@SuppressWarnings("DoNotCallSuggester") // the bodies follow
public final class Subpath {
    private Subpath() {}

    /**
     * Resolves {@code subpath} inside {@code data}, symbolic links included.
     *
     * @throws VolumeException INVALID_REQUEST if it is absolute, leads outside, or names nothing
     */
    public static Path resolve(Path data, String subpath) throws IOException {
        throw new UnsupportedOperationException(data + subpath);
    }
}
