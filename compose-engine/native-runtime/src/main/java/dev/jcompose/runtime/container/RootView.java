package dev.jcompose.runtime.container;

import dev.jcompose.runtime.image.FileStatus;
import dev.jcompose.runtime.image.LayerView;
import dev.jcompose.runtime.os.Errno;
import dev.jcompose.runtime.os.ErrnoException;
import dev.jcompose.runtime.os.Fd;
import dev.jcompose.runtime.os.FileCalls;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/** Reads small files of a container's root, before it runs and while it does. */
final class RootView {
    /** A passwd file longer than this is cut off: it is read on behalf of a container that may mean harm. */
    private static final int LIMIT = 4 << 20;

    private RootView() {}

    /** The files of a container that does not run: what it wrote over the layers of its image. */
    static UserLookup.Files ofLayers(LayerView layers) {
        return path -> {
            Optional<FileStatus> status = layers.stat(path);
            if (status.isEmpty() || status.get().type() != FileStatus.Type.FILE) {
                return Optional.empty();
            }
            try (InputStream in = layers.open(path)) {
                return Optional.of(in.readNBytes(LIMIT));
            }
        };
    }

    /** Whether a running container has a directory at a path, links followed inside its root. */
    static boolean hasDirectory(int pid, String path) throws ErrnoException {
        try (Fd root = FileCalls.open(Path.of("/proc/" + pid + "/root"), FileCalls.O_PATH | FileCalls.O_DIRECTORY, 0);
                Fd directory = FileCalls.open(
                        root,
                        path,
                        FileCalls.O_PATH | FileCalls.O_DIRECTORY,
                        0,
                        FileCalls.RESOLVE_IN_ROOT | FileCalls.RESOLVE_NO_MAGICLINKS)) {
            return directory.isOpen();
        } catch (ErrnoException e) {
            if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR) || e.is(Errno.ELOOP)) {
                return false;
            }
            throw e;
        }
    }

    /** The files of a running container, its mounts included; links lead nowhere outside its root. */
    static UserLookup.Files ofProcess(int pid) {
        return path -> {
            try (Fd root = FileCalls.open(
                            Path.of("/proc/" + pid + "/root"), FileCalls.O_PATH | FileCalls.O_DIRECTORY, 0);
                    Fd file = FileCalls.open(
                            root,
                            path,
                            FileCalls.O_RDONLY | FileCalls.O_NONBLOCK,
                            0,
                            FileCalls.RESOLVE_IN_ROOT | FileCalls.RESOLVE_NO_MAGICLINKS)) {
                var content = new ByteArrayOutputStream();
                var buffer = ByteBuffer.allocate(64 * 1024);
                while (content.size() < LIMIT && FileCalls.read(file, buffer) >= 0) {
                    content.write(buffer.array(), 0, buffer.position());
                    buffer.clear();
                }
                return Optional.of(content.toByteArray());
            } catch (ErrnoException e) {
                if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR) || e.is(Errno.EISDIR)) {
                    return Optional.empty();
                }
                throw e;
            }
        };
    }
}
