package dev.jcompose.runtime.volume;

import dev.jcompose.runtime.os.ErrnoException;
import dev.jcompose.runtime.os.FileCalls;
import dev.jcompose.runtime.volume.VolumeException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory or file inside a volume that a container mounts instead of the whole ({@code volume.subpath}). */
public final class Subpath {
    private Subpath() {}

    /**
     * Resolves {@code subpath} inside {@code data}, symbolic links included.
     *
     * @throws VolumeException INVALID_REQUEST if it is absolute, leads outside, or names nothing
     */
    public static Path resolve(Path data, String subpath) throws IOException {
        if (!Path.of(subpath).equals(Path.of(subpath).normalize())
                || subpath.startsWith("/")
                || subpath.startsWith("..")) {
            throw new VolumeException(
                    Kind.INVALID_REQUEST, "subpath must be a relative path within the volume: " + subpath);
        }
        try (var root = FileCalls.open(data, FileCalls.O_PATH | FileCalls.O_DIRECTORY, 0);
                var found = FileCalls.open(
                        root,
                        subpath,
                        FileCalls.O_PATH,
                        0,
                        FileCalls.RESOLVE_IN_ROOT | FileCalls.RESOLVE_NO_MAGICLINKS)) {
            return Files.readSymbolicLink(Path.of("/proc/self/fd", Integer.toString(found.number())));
        } catch (ErrnoException e) {
            throw new VolumeException(
                    Kind.INVALID_REQUEST, "cannot access path " + data.resolve(subpath) + ": " + e.getMessage(), e);
        }
    }
}
