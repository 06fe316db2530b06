package dev.jcompose.runtime.archive;

import dev.jcompose.runtime.os.Errno;
import dev.jcompose.runtime.os.ErrnoException;
import dev.jcompose.runtime.os.Fd;
import dev.jcompose.runtime.os.FileCalls;
import dev.jcompose.runtime.os.FileStat;
import dev.jcompose.runtime.os.MetadataCalls;
import dev.jcompose.runtime.os.NodeCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The tree below one directory, which stands for the root: every path is resolved by the kernel with that root
 * (openat2, RESOLVE_IN_ROOT), so that neither {@code ..} nor a link, however fast it is swapped, leads out of it.
 */
final class DescriptorTree implements AutoCloseable {
    private static final long INSIDE = FileCalls.RESOLVE_IN_ROOT | FileCalls.RESOLVE_NO_MAGICLINKS;
    private static final int DIRECTORY = FileCalls.O_PATH | FileCalls.O_DIRECTORY;

    private final Fd root;

    private DescriptorTree(Fd root) {
        this.root = root;
    }

    static DescriptorTree open(Path root) throws IOException {
        return new DescriptorTree(FileCalls.open(root, DIRECTORY, 0));
    }

    /** The directory at a path, links followed; close it. */
    Fd directory(String path) throws ErrnoException {
        return NodeCalls.open(root, relative(path), DIRECTORY, 0, INSIDE);
    }

    /** Status of the file itself, be it a link; empty if there is none. */
    Optional<FileStat> lstat(String path) throws IOException {
        if (relative(path).equals(".")) {
            return Optional.of(MetadataCalls.stat(root, ""));
        }
        try (var parent = directory(parentOf(path))) {
            return Optional.of(MetadataCalls.stat(parent, nameOf(path)));
        } catch (ErrnoException e) {
            if (isMissing(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    List<String> list(String path) throws IOException {
        try (var directory =
                NodeCalls.open(root, relative(path), FileCalls.O_RDONLY | FileCalls.O_DIRECTORY, 0, INSIDE)) {
            return NodeCalls.list(directory).stream().sorted().toList();
        }
    }

    String readLink(String path) throws IOException {
        try (var parent = directory(parentOf(path))) {
            return NodeCalls.readLink(parent, nameOf(path));
        }
    }

    /** Opens a regular file for reading; a link at the end is not followed, a fifo not waited for. */
    Fd read(String path) throws IOException {
        return NodeCalls.open(
                root,
                relative(path),
                FileCalls.O_RDONLY | FileCalls.O_NOFOLLOW | FileCalls.O_NONBLOCK | FileCalls.O_NOCTTY,
                0,
                INSIDE);
    }

    /** The path with all links resolved; what does not exist stays as it is. */
    String resolve(String path) throws IOException {
        return new LinkResolver(this::lstat, this::readLink).resolve(path);
    }

    @Override
    public void close() {
        root.close();
    }

    static boolean isMissing(ErrnoException e) {
        return e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR) || e.is(Errno.ELOOP);
    }

    static String relative(String path) {
        int start = 0;
        while (start < path.length() && path.charAt(start) == '/') {
            start++;
        }
        return start == path.length() ? "." : path.substring(start);
    }

    static String parentOf(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    static String nameOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
