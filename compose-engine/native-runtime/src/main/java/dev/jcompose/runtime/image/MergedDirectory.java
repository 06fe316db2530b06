package dev.jcompose.runtime.image;

import dev.jcompose.runtime.os.Errno;
import dev.jcompose.runtime.os.ErrnoException;
import dev.jcompose.runtime.os.Fd;
import dev.jcompose.runtime.os.FileCalls;
import dev.jcompose.runtime.os.FileStat;
import dev.jcompose.runtime.os.MetadataCalls;
import dev.jcompose.runtime.os.NodeCalls;
import dev.jcompose.runtime.os.XattrCalls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One directory of a {@link LayerView}: the open directories of the layers that make it up, top first. Names are looked up
 * as overlayfs does: the topmost entry counts, a whiteout ends the search, directories merge until one is opaque.
 */
final class MergedDirectory implements AutoCloseable {
    private static final byte[] YES = "y".getBytes(StandardCharsets.US_ASCII);
    private static final int DIRECTORY = FileCalls.O_RDONLY | FileCalls.O_DIRECTORY | FileCalls.O_NOFOLLOW;

    private record Part(int layer, Fd fd) {}

    /**
     * What has a name.
     *
     * @param layer that shows it
     * @param parent the directory of that layer which holds it, open as long as the merged directory is
     */
    record Child(FileStat stat, int layer, Fd parent, String name) {}

    private final List<Part> parts;

    private MergedDirectory(List<Part> parts) {
        this.parts = parts;
    }

    /** The root over these directories, top first. */
    static MergedDirectory root(List<Path> layers) throws IOException {
        var parts = new ArrayList<Part>();
        try {
            for (int i = 0; i < layers.size(); i++) {
                parts.add(new Part(i, FileCalls.open(layers.get(i), FileCalls.O_RDONLY | FileCalls.O_DIRECTORY, 0)));
            }
            return new MergedDirectory(parts);
        } catch (IOException e) {
            parts.forEach(part -> part.fd().close());
            throw e;
        }
    }

    /** The topmost of the directories, which has the owner, mode and attributes of the merged one. */
    Fd top() {
        return parts.getFirst().fd();
    }

    int topLayer() {
        return parts.getFirst().layer();
    }

    Optional<Child> child(String name) throws IOException {
        for (Part part : parts) {
            Optional<FileStat> stat = stat(part.fd(), name);
            if (stat.isPresent()) {
                return stat.get().isWhiteout()
                        ? Optional.empty()
                        : Optional.of(new Child(stat.get(), part.layer(), part.fd(), name));
            }
        }
        return Optional.empty();
    }

    /** Opens a directory in this one, whose {@link #child} is known to be a directory. */
    MergedDirectory open(String name) throws IOException {
        var found = new ArrayList<Part>();
        try {
            for (Part part : parts) {
                Optional<FileStat> stat = stat(part.fd(), name);
                if (stat.isEmpty()) {
                    continue;
                }
                if (!stat.get().isDirectory()) {
                    break; // a whiteout or a file: what is below it is not part of the directory above
                }
                Fd fd = NodeCalls.open(part.fd(), name, DIRECTORY, 0, 0);
                found.add(new Part(part.layer(), fd));
                if (isOpaque(fd)) {
                    break;
                }
            }
            if (found.isEmpty()) {
                throw new ErrnoException("open '" + name + "'", Errno.ENOENT);
            }
            return new MergedDirectory(found);
        } catch (IOException e) {
            found.forEach(part -> part.fd().close());
            throw e;
        }
    }

    SortedSet<String> names() throws IOException {
        var result = new TreeSet<String>();
        Set<String> decided = new HashSet<>();
        for (Part part : parts) {
            // A descriptor of its own, since listing moves the position.
            try (Fd listing = NodeCalls.open(part.fd(), ".", FileCalls.O_RDONLY | FileCalls.O_DIRECTORY, 0, 0)) {
                for (String name : NodeCalls.list(listing)) {
                    if (decided.add(name)
                            && !MetadataCalls.stat(part.fd(), name).isWhiteout()) {
                        result.add(name);
                    }
                }
            }
        }
        return result;
    }

    @Override
    public void close() {
        parts.forEach(part -> part.fd().close());
    }

    private static Optional<FileStat> stat(Fd parent, String name) throws ErrnoException {
        try {
            return Optional.of(MetadataCalls.stat(parent, name));
        } catch (ErrnoException e) {
            if (e.is(Errno.ENOENT) || e.is(Errno.ENAMETOOLONG)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static boolean isOpaque(Fd directory) throws ErrnoException {
        return XattrCalls.get(directory, "", LayerTree.OPAQUE)
                .filter(value -> java.util.Arrays.equals(value, YES))
                .isPresent();
    }
}
