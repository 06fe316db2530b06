package dev.jcompose.runtime.image;

import dev.jcompose.runtime.image.ImageException.Kind;
import dev.jcompose.runtime.os.Errno;
import dev.jcompose.runtime.os.ErrnoException;
import dev.jcompose.runtime.os.Fd;
import dev.jcompose.runtime.os.FileCalls;
import dev.jcompose.runtime.os.FileStat;
import dev.jcompose.runtime.os.MetadataCalls;
import dev.jcompose.runtime.os.NodeCalls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The directory that a layer is unpacked into, as the root that no path leaves: directories on the way are resolved by
 * openat2 with that root, the last component is never followed. Paths are relative, clean, and {@code ""} for the root.
 */
final class LayerTree implements AutoCloseable {
    static final String OPAQUE = "trusted.overlay.opaque";
    private static final byte[] YES = "y".getBytes(StandardCharsets.US_ASCII);
    private static final int CACHED_DIRECTORIES = 32;
    private static final long INSIDE = FileCalls.RESOLVE_IN_ROOT | FileCalls.RESOLVE_NO_MAGICLINKS;
    private static final int DIRECTORY = FileCalls.O_PATH | FileCalls.O_DIRECTORY;

    /** Makes one node; EEXIST if something has the name. */
    @FunctionalInterface
    interface Creation {
        void create(Fd parent, String name) throws IOException;
    }

    private final Fd root;
    private final Fd discarded;
    private int discardedCount;
    private boolean rootOpaque;
    private final Map<String, Fd> open = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Fd> eldest) {
            if (size() <= CACHED_DIRECTORIES) {
                return false;
            }
            eldest.getValue().close();
            return true;
        }
    };

    /**
     * @param root an existing empty directory
     * @param discarded where trees go that the layer itself replaces; on the same file system
     */
    LayerTree(Path root, Path discarded) throws IOException {
        this.root = FileCalls.open(root, DIRECTORY, 0);
        try {
            this.discarded = FileCalls.open(discarded, DIRECTORY, 0);
        } catch (ErrnoException e) {
            this.root.close();
            throw e;
        }
    }

    Fd root() {
        return root;
    }

    /** Whether the layer hides everything below it. */
    boolean isRootOpaque() {
        return rootOpaque;
    }

    /** The directory that holds {@code path}, made with its parents where missing. Stays open until the next call only. */
    Fd parentOf(String path) throws IOException {
        return directory(parentName(path));
    }

    static String parentName(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    static String lastName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Makes a node in place of whatever the layer had there. */
    void replace(String path, Creation creation) throws IOException {
        Fd parent = parentOf(path);
        String name = lastName(path);
        try {
            creation.create(parent, name);
        } catch (ErrnoException e) {
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
            clear(parent, name);
            creation.create(parentOf(path), name);
        }
    }

    /** Makes a directory, or keeps the one that the layer has there. */
    void makeDirectory(String path) throws IOException {
        Fd parent = parentOf(path);
        String name = lastName(path);
        try {
            NodeCalls.makeDirectory(parent, name, 0755);
        } catch (ErrnoException e) {
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
            if (!MetadataCalls.stat(parent, name).isDirectory()) {
                clear(parent, name);
                makeOpaqueDirectory(parentOf(path), name);
            }
        }
    }

    /** Gives the file at {@code source}, which must be part of the layer, one more name. */
    void link(String source, String path) throws IOException {
        replace(path, (parent, name) -> {
            try (Fd sourceParent = openExisting(parentName(source))) {
                NodeCalls.link(sourceParent, lastName(source), parent, name);
            } catch (ErrnoException e) {
                if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR) || e.is(Errno.EPERM) || e.is(Errno.ELOOP)) {
                    throw new ImageException(
                            Kind.MALFORMED,
                            "'" + path + "' is a hard link to '" + source + "', which is no file of the layer",
                            e);
                }
                throw e;
            }
        });
    }

    /** Hides what lower layers have at {@code path}; what this layer itself has there stays. */
    void whiteOut(String path) throws IOException {
        Fd parent = parentOf(path);
        String name = lastName(path);
        try {
            NodeCalls.makeNode(parent, name, FileStat.S_IFCHR, 0, 0);
        } catch (ErrnoException e) {
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
            if (MetadataCalls.stat(parent, name).isDirectory()) {
                setOpaque(parent, name);
            }
        }
    }

    /** Hides what lower layers have in the directory. */
    void makeOpaque(String path) throws IOException {
        if (path.isEmpty()) {
            rootOpaque =
                    true; // overlayfs does not look at this attribute of a layer's root: the store leaves lower layers
            // away
        } else {
            makeDirectory(path);
            setOpaque(parentOf(path), lastName(path));
        }
    }

    /** Opens a directory of the layer itself; the caller closes it. */
    Fd openDirectory(String path, int flags) throws ErrnoException {
        return path.isEmpty()
                ? NodeCalls.open(root, ".", flags | FileCalls.O_DIRECTORY, 0, INSIDE)
                : NodeCalls.open(root, path, flags | FileCalls.O_DIRECTORY | FileCalls.O_NOFOLLOW, 0, INSIDE);
    }

    @Override
    public void close() {
        forgetDirectories();
        root.close();
        discarded.close();
    }

    private Fd openExisting(String path) throws ErrnoException {
        return NodeCalls.open(root, path.isEmpty() ? "." : path, DIRECTORY, 0, INSIDE);
    }

    private Fd directory(String path) throws IOException {
        if (path.isEmpty()) {
            return root;
        }
        Fd cached = open.get(path);
        if (cached != null) {
            return cached;
        }
        Fd fd;
        try {
            fd = openExisting(path);
        } catch (ErrnoException e) {
            if (!e.is(Errno.ENOENT) && !e.is(Errno.ENOTDIR)) {
                throw pathFailure(path, e);
            }
            makeParents(path);
            try {
                fd = openExisting(path);
            } catch (ErrnoException again) {
                throw pathFailure(path, again);
            }
        }
        open.put(path, fd);
        return fd;
    }

    /** A loop, not a recursion: the archive decides on the depth. */
    private void makeParents(String path) throws IOException {
        Fd parent = NodeCalls.open(root, ".", DIRECTORY, 0, INSIDE);
        try {
            for (int start = 0; start <= path.length(); ) {
                int slash = path.indexOf('/', start);
                int end = slash < 0 ? path.length() : slash;
                String name = path.substring(start, end);
                makeParent(parent, name, path.substring(0, end));
                parent.close();
                parent = openExisting(path.substring(0, end));
                start = end + 1;
            }
        } catch (ErrnoException e) {
            throw pathFailure(path, e);
        } finally {
            parent.close();
        }
    }

    private void makeParent(Fd parent, String name, String path) throws IOException {
        try {
            NodeCalls.makeDirectory(parent, name, 0755);
            MetadataCalls.setMode(parent, name, 0755);
        } catch (ErrnoException e) {
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
            FileStat stat = MetadataCalls.stat(parent, name);
            if (stat.isWhiteout()) {
                NodeCalls.remove(parent, name);
                makeOpaqueDirectory(parent, name);
            } else if (!stat.isDirectory() && !stat.isSymlink()) {
                throw new ImageException(Kind.MALFORMED, "'" + path + "' is a file and a directory in one layer", e);
            }
        }
    }

    private void makeOpaqueDirectory(Fd parent, String name) throws ErrnoException {
        NodeCalls.makeDirectory(parent, name, 0755);
        MetadataCalls.setMode(parent, name, 0755);
        setOpaque(parent, name);
    }

    private static void setOpaque(Fd parent, String name) throws ErrnoException {
        dev.jcompose.runtime.os.XattrCalls.set(parent, name, OPAQUE, YES);
    }

    private void clear(Fd parent, String name) throws ErrnoException {
        FileStat stat = MetadataCalls.stat(parent, name);
        if (stat.isDirectory()) {
            NodeCalls.rename(parent, name, discarded, String.valueOf(discardedCount++));
        } else {
            NodeCalls.remove(parent, name);
        }
        if (stat.isDirectory() || stat.isSymlink()) {
            forgetDirectories(); // any of them may have been reached through it
        }
    }

    private void forgetDirectories() {
        open.values().forEach(Fd::close);
        open.clear();
    }

    private static IOException pathFailure(String path, ErrnoException e) {
        return switch (e.errno()) {
            case Errno.ENOENT, Errno.ENOTDIR, Errno.ELOOP, Errno.EXDEV, Errno.ENAMETOOLONG ->
                new ImageException(
                        Kind.MALFORMED,
                        "'" + path + "' cannot be a directory of the layer: " + Errno.text(e.errno()),
                        e);
            default -> e;
        };
    }
}
