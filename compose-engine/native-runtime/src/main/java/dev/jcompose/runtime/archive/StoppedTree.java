package dev.jcompose.runtime.archive;

import dev.jcompose.runtime.image.FileStatus;
import dev.jcompose.runtime.image.LayerView;
import dev.jcompose.runtime.os.Errno;
import dev.jcompose.runtime.os.ErrnoException;
import dev.jcompose.runtime.os.Fd;
import dev.jcompose.runtime.os.FileStat;
import dev.jcompose.runtime.os.MetadataCalls;
import dev.jcompose.runtime.os.NodeCalls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;

/**
 * What a container would see if it ran: what it wrote over the layers of its image, and its mounts. Nothing is mounted to
 * look at it. What is written goes where overlayfs would put it: into the upper directory, or into the mount's source.
 */
final class StoppedTree implements FileTree {
    private final DescriptorTree upper;
    private final LayerView view;
    /** The source on the host by target, deepest first. */
    private final SequencedMap<String, Path> mounts;

    private StoppedTree(DescriptorTree upper, LayerView view, SequencedMap<String, Path> mounts) {
        this.upper = upper;
        this.view = view;
        this.mounts = mounts;
    }

    static StoppedTree of(Path upper, List<Path> layers, SequencedMap<String, Path> mounts) throws IOException {
        List<Path> all = new ArrayList<>(layers);
        all.addFirst(upper);
        var deepestFirst = new LinkedHashMap<String, Path>();
        mounts.entrySet().stream()
                .sorted((a, b) ->
                        Integer.compare(b.getKey().length(), a.getKey().length()))
                .forEach(mount -> deepestFirst.put(mount.getKey(), mount.getValue()));
        return new StoppedTree(DescriptorTree.open(upper), LayerView.of(all), deepestFirst);
    }

    /** A path on a mount: the mount's source and the path below it. */
    private record OnMount(Path source, String path) {}

    private Optional<OnMount> mountOf(String path) {
        for (var mount : mounts.entrySet()) {
            if (path.equals(mount.getKey()) || path.startsWith(mount.getKey() + "/")) {
                return Optional.of(new OnMount(
                        mount.getValue(), path.substring(mount.getKey().length())));
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<FileStat> lstat(String path) throws IOException {
        var mounted = mountOf(path);
        if (mounted.isPresent()) {
            return lstat(mounted.get());
        }
        return view.lstat(path.isEmpty() ? "/" : path).map(StoppedTree::fileStat);
    }

    @Override
    public List<String> list(String path) throws IOException {
        var mounted = mountOf(path);
        if (mounted.isPresent()) {
            try (var tree = DescriptorTree.open(mounted.get().source())) {
                return tree.list(mounted.get().path());
            }
        }
        var names = new TreeSet<>(view.list(path.isEmpty() ? "/" : path));
        for (var target : mounts.keySet()) {
            if (DescriptorTree.parentOf(target).equals(path.equals("/") ? "" : path)) {
                names.add(DescriptorTree.nameOf(target)); // overlayfs gets the mount point when the container starts
            }
        }
        return List.copyOf(names);
    }

    @Override
    public String readLink(String path) throws IOException {
        var mounted = mountOf(path);
        if (mounted.isEmpty()) {
            return view.readLink(path);
        }
        try (var tree = DescriptorTree.open(mounted.get().source())) {
            return tree.readLink(mounted.get().path());
        }
    }

    @Override
    public InputStream read(String path) throws IOException {
        var mounted = mountOf(path);
        if (mounted.isEmpty()) {
            return view.open(path);
        }
        if (isFile(mounted.get())) {
            return Files.newInputStream(mounted.get().source());
        }
        try (var tree = DescriptorTree.open(mounted.get().source())) {
            return new DescriptorInput(tree.read(mounted.get().path()));
        }
    }

    @Override
    public SequencedMap<String, byte[]> xattrs(String path) throws IOException {
        if (mountOf(path).isPresent() || upper.lstat(path).isEmpty()) {
            return new LinkedHashMap<>();
        }
        return RunningTree.xattrs(upper, path);
    }

    @Override
    public String resolve(String path) throws IOException {
        return new LinkResolver(this::lstat, this::readLink).resolve(path);
    }

    @Override
    public Fd writable(String directory) throws IOException {
        var mounted = mountOf(directory);
        if (mounted.isPresent()) {
            try (var tree = DescriptorTree.open(mounted.get().source())) {
                return tree.directory(mounted.get().path());
            }
        }
        var made = new StringBuilder();
        for (var name : LinkResolver.components(directory)) {
            copyUp(made.toString(), name);
            made.append('/').append(name);
        }
        return upper.directory(made.toString());
    }

    /** Makes a directory of the layers in the upper directory too, as it is there. */
    private void copyUp(String parent, String name) throws IOException {
        var path = parent + "/" + name;
        if (upper.lstat(path).filter(FileStat::isDirectory).isPresent()) {
            return;
        }
        var below = view.lstat(path).filter(FileStatus::isDirectory);
        if (below.isEmpty()) {
            throw new ErrnoException("open '" + path + "'", Errno.ENOENT);
        }
        try (var directory = upper.directory(parent)) {
            NodeCalls.makeDirectory(directory, name, 0700);
            MetadataCalls.setOwner(
                    directory, name, below.get().uid(), below.get().gid());
            MetadataCalls.setMode(directory, name, below.get().mode());
            var modified = below.get().modified();
            MetadataCalls.setModified(directory, name, modified.getEpochSecond(), modified.getNano());
        }
    }

    private static Optional<FileStat> lstat(OnMount mounted) throws IOException {
        if (isFile(mounted)) {
            var parent = mounted.source().toAbsolutePath().getParent();
            var name = mounted.source().getFileName();
            if (parent == null || name == null) {
                return Optional.empty();
            }
            try (var tree = DescriptorTree.open(parent)) {
                return tree.lstat("/" + name);
            }
        }
        if (!Files.isDirectory(mounted.source())) {
            return Optional.empty();
        }
        try (var tree = DescriptorTree.open(mounted.source())) {
            return tree.lstat(mounted.path());
        }
    }

    private static boolean isFile(OnMount mounted) {
        return mounted.path().isEmpty()
                && Files.exists(mounted.source())
                && !Files.isDirectory(mounted.source(), LinkOption.NOFOLLOW_LINKS);
    }

    static FileStat fileStat(FileStatus status) {
        int type = switch (status.type()) {
            case FILE -> FileStat.S_IFREG;
            case DIRECTORY -> FileStat.S_IFDIR;
            case SYMLINK -> FileStat.S_IFLNK;
            case CHARACTER_DEVICE -> FileStat.S_IFCHR;
            case BLOCK_DEVICE -> FileStat.S_IFBLK;
            case FIFO -> FileStat.S_IFIFO;
            case SOCKET -> FileStat.S_IFSOCK;
        };
        var modified = status.modified();
        return new FileStat(
                type | status.mode(),
                status.uid(),
                status.gid(),
                status.inode(),
                status.links(),
                status.size(),
                status.device().major(),
                status.device().minor(),
                modified.getEpochSecond(),
                modified.getNano());
    }

    @Override
    public void close() {
        upper.close();
    }
}
