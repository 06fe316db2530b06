package dev.jcompose.runtime.archive;

import dev.jcompose.runtime.archive.ArchiveException.Kind;
import dev.jcompose.runtime.os.FileStat;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * A container's files as tar streams: {@code /containers/{id}/archive} and {@code export} of the Engine API. Paths are
 * absolute within the container; a relative one begins at its root.
 */
public final class ContainerArchive implements AutoCloseable {
    /** What an extraction does beside the usual. */
    public enum ExtractRule {
        /** A directory is not replaced by something else, nor something else by a directory. */
        KEEP_KIND_OF_EXISTING
    }

    private final FileTree tree;

    private ContainerArchive(FileTree tree) {
        this.tree = tree;
    }

    /** @param pid a process of the container, as the host sees it */
    public static ContainerArchive ofRunning(long pid) throws IOException {
        return new ContainerArchive(RunningTree.of(pid));
    }

    /**
     * @param upper what the container wrote
     * @param layers of its image, top first
     * @param mounts directory or file of the host by target in the container
     */
    public static ContainerArchive ofStopped(Path upper, List<Path> layers, SequencedMap<String, Path> mounts)
            throws IOException {
        return new ContainerArchive(StoppedTree.of(upper, layers, mounts));
    }

    /** The file at a path; of a link at its end, the link itself. Empty if there is none. */
    public Optional<PathStat> stat(String path) throws IOException {
        var real = realPath(path);
        var found = tree.lstat(real);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var target = found.get().isSymlink() ? tree.resolve(real) : "";
        return Optional.of(PathStat.of(baseName(path), found.get(), target));
    }

    /**
     * Writes a file or tree as a tar whose entries begin with the last component of the path. The stream is left open.
     *
     * @throws ArchiveException NOT_FOUND
     */
    public void writeTar(String path, OutputStream out) throws IOException {
        var real = realPath(path);
        var found = tree.lstat(real).orElseThrow(() -> notFound(path));
        var writer = new TreeWriter(tree, out);
        writer.write(real, baseName(path), found);
        writer.finish();
    }

    /** Writes everything, as {@code docker export} does: entries relative to the root. */
    public void export(OutputStream out) throws IOException {
        var writer = new TreeWriter(tree, out);
        for (var name : tree.list("/")) {
            var found = tree.lstat("/" + name);
            if (found.isPresent()) {
                writer.write("/" + name, name, found.get());
            }
        }
        writer.finish();
    }

    /**
     * Unpacks a tar, plain or compressed, into an existing directory.
     *
     * @throws ArchiveException NOT_FOUND or INVALID: no such directory, an entry that leads out of it, or a rule that it breaks
     */
    public void extract(String directory, InputStream tar, Set<ExtractRule> rules) throws IOException {
        var real = tree.resolve(directory);
        var found = tree.lstat(real).orElseThrow(() -> notFound(directory));
        if (!found.isDirectory()) {
            throw new ArchiveException(Kind.INVALID, "extraction point is not a directory");
        }
        new TreeExtractor(tree, real, rules).extract(tar);
    }

    @Override
    public void close() {
        tree.close();
    }

    /** All links resolved but the last, unless the path ends with a slash or a dot. */
    private String realPath(String path) throws IOException {
        var names = LinkResolver.components(path);
        if (names.isEmpty()
                || path.endsWith("/")
                || path.endsWith("/.")
                || names.getLast().equals("..")) {
            return tree.resolve(path);
        }
        var parent = tree.resolve("/" + String.join("/", names.subList(0, names.size() - 1)));
        return (parent.equals("/") ? "" : parent) + "/" + names.getLast();
    }

    private static String baseName(String path) {
        var names = LinkResolver.components(path);
        return names.isEmpty() ? "/" : names.getLast();
    }

    private static ArchiveException notFound(String path) {
        return new ArchiveException(Kind.NOT_FOUND, "Could not find the file " + path + " in container");
    }

    static boolean isDirectory(Optional<FileStat> file) {
        return file.filter(FileStat::isDirectory).isPresent();
    }
}
