package dev.jcompose.runtime.archive;

import dev.jcompose.runtime.image.LayerView;
import dev.jcompose.runtime.os.Errno;
import dev.jcompose.runtime.os.ErrnoException;
import dev.jcompose.runtime.os.Fd;
import dev.jcompose.runtime.os.FileStat;
import dev.jcompose.runtime.os.XattrCalls;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * What a container wrote over its image: the upper directory of its overlay, as {@code docker diff} and {@code docker
 * commit} see it. The mount points that every container has are not its doing and left out.
 */
public final class UpperLayer implements AutoCloseable {
    private static final String WHITEOUT = ".wh.";
    private static final String OPAQUE_MARKER = ".wh..wh..opq";
    private static final String OPAQUE = "trusted.overlay.opaque";
    private static final byte[] YES = "y".getBytes(StandardCharsets.US_ASCII);

    /** What the start puts there for its mounts, as an image may lack it. */
    private static final Set<String> SCAFFOLD = Set.of(
            "/.dockerenv",
            "/dev",
            "/dev/console",
            "/dev/mqueue",
            "/dev/pts",
            "/dev/shm",
            "/etc",
            "/etc/hostname",
            "/etc/hosts",
            "/etc/mtab",
            "/etc/resolv.conf",
            "/proc",
            "/sys");

    private final DescriptorTree upper;
    private final LayerView below;

    private UpperLayer(DescriptorTree upper, LayerView below) {
        this.upper = upper;
        this.below = below;
    }

    /** @param layers of the container's image, top first */
    public static UpperLayer of(Path upper, List<Path> layers) throws IOException {
        return new UpperLayer(DescriptorTree.open(upper), LayerView.of(layers));
    }

    /** All differences, a directory before what is in it. */
    public List<Change> changes() throws IOException {
        var changes = new ArrayList<Change>();
        collect("", true, changes);
        return List.copyOf(changes);
    }

    /**
     * Writes the difference as the tar of an image's layer, deletions as whiteouts. The stream is left open.
     *
     * @return whether there is anything in it
     * @see <a href="https://github.com/opencontainers/image-spec/blob/main/layer.md">OCI image layers</a>
     */
    public boolean writeLayer(OutputStream out) throws IOException {
        var writer = new TreeWriter(new AsTree(), out);
        boolean any = write("", writer);
        writer.finish();
        return any;
    }

    /** @param merged whether the directory shows what is below it, too */
    private void collect(String directory, boolean merged, List<Change> changes) throws IOException {
        for (String name : upper.list(directory.isEmpty() ? "/" : directory)) {
            String path = directory + "/" + name;
            Optional<FileStat> found = upper.lstat(path);
            if (found.isEmpty()) {
                continue; // removed meanwhile
            }
            Optional<FileStat> before = merged ? below.lstat(path).map(StoppedTree::fileStat) : Optional.empty();
            FileStat now = found.get();
            if (now.isWhiteout()) {
                if (before.isPresent()) {
                    changes.add(new Change(Change.Kind.DELETED, path));
                }
            } else if (now.isDirectory()) {
                collectDirectory(path, now, before, changes);
            } else if (!SCAFFOLD.contains(path)) {
                if (before.isEmpty()) {
                    changes.add(new Change(Change.Kind.ADDED, path));
                } else if (differs(before.get(), now)) {
                    changes.add(new Change(Change.Kind.MODIFIED, path));
                }
            }
        }
    }

    private void collectDirectory(String path, FileStat now, Optional<FileStat> before, List<Change> changes)
            throws IOException {
        boolean wasDirectory = before.filter(FileStat::isDirectory).isPresent();
        boolean opaque = isOpaque(path);
        int index = changes.size();
        if (wasDirectory && opaque) {
            for (String gone : below.list(path)) {
                if (upper.lstat(path + "/" + gone).isEmpty()) {
                    changes.add(new Change(Change.Kind.DELETED, path + "/" + gone));
                }
            }
        }
        collect(path, wasDirectory && !opaque, changes);
        boolean inside = changes.size() > index;
        if (SCAFFOLD.contains(path) ? inside : before.isEmpty()) {
            var kind = SCAFFOLD.contains(path) ? Change.Kind.MODIFIED : Change.Kind.ADDED;
            changes.add(index, new Change(kind, path));
        } else if (before.isPresent() && (inside || !wasDirectory || differs(before.get(), now))) {
            changes.add(index, new Change(Change.Kind.MODIFIED, path));
        }
    }

    /** Times and sizes of directories say nothing of their own. */
    private static boolean differs(FileStat before, FileStat now) {
        return before.mode() != now.mode()
                || before.uid() != now.uid()
                || before.gid() != now.gid()
                || before.deviceMajor() != now.deviceMajor()
                || before.deviceMinor() != now.deviceMinor()
                || (!now.isDirectory()
                        && (before.size() != now.size()
                                || before.seconds() != now.seconds()
                                || before.nanos() != now.nanos()));
    }

    private boolean write(String directory, TreeWriter writer) throws IOException {
        boolean any = false;
        for (String name : upper.list(directory.isEmpty() ? "/" : directory)) {
            String path = directory + "/" + name;
            Optional<FileStat> found = upper.lstat(path);
            if (found.isEmpty()) {
                continue;
            }
            FileStat file = found.get();
            if (file.isWhiteout()) {
                writer.writeEmpty(
                        directory.isEmpty() ? WHITEOUT + name : directory.substring(1) + "/" + WHITEOUT + name);
                any = true;
            } else if (file.isDirectory()) {
                any |= writeDirectory(path, file, writer);
            } else if (!SCAFFOLD.contains(path)) {
                writer.writeAlone(path, path.substring(1), file);
                any = true;
            }
        }
        return any;
    }

    private boolean writeDirectory(String path, FileStat file, TreeWriter writer) throws IOException {
        if (SCAFFOLD.contains(path) && !hasOwn(path)) {
            return false;
        }
        writer.writeAlone(path, path.substring(1), file);
        if (isOpaque(path)) {
            writer.writeEmpty(path.substring(1) + "/" + OPAQUE_MARKER);
        }
        write(path, writer);
        return true;
    }

    private boolean hasOwn(String directory) throws IOException {
        for (String name : upper.list(directory)) {
            String path = directory + "/" + name;
            Optional<FileStat> found = upper.lstat(path);
            if (found.isPresent() && (!SCAFFOLD.contains(path) || found.get().isWhiteout())) {
                return true;
            }
        }
        return false;
    }

    private boolean isOpaque(String path) throws IOException {
        try (Fd directory = upper.directory(path)) {
            return XattrCalls.get(directory, "", OPAQUE)
                    .filter(value -> Arrays.equals(value, YES))
                    .isPresent();
        }
    }

    @Override
    public void close() {
        upper.close();
    }

    /** The upper directory alone, to be written as it is. */
    private final class AsTree implements FileTree {
        @Override
        public Optional<FileStat> lstat(String path) throws IOException {
            return upper.lstat(path);
        }

        @Override
        public List<String> list(String path) throws IOException {
            return upper.list(path);
        }

        @Override
        public String readLink(String path) throws IOException {
            return upper.readLink(path);
        }

        @Override
        public InputStream read(String path) throws IOException {
            return new DescriptorInput(upper.read(path));
        }

        @Override
        public SequencedMap<String, byte[]> xattrs(String path) throws IOException {
            return RunningTree.xattrs(upper, path);
        }

        @Override
        public String resolve(String path) throws IOException {
            return upper.resolve(path);
        }

        @Override
        public Fd writable(String directory) throws IOException {
            throw new ErrnoException("write to '" + directory + "'", Errno.EROFS);
        }

        @Override
        public void close() {}
    }
}
