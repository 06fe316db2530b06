package dev.jcompose.runtime.image;

import dev.jcompose.runtime.os.Errno;
import dev.jcompose.runtime.os.ErrnoException;
import dev.jcompose.runtime.os.Fd;
import dev.jcompose.runtime.os.FileCalls;
import dev.jcompose.runtime.os.FileStat;
import dev.jcompose.runtime.os.MetadataCalls;
import dev.jcompose.runtime.os.NodeCalls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What a container over these directories would see, without a mount: whiteouts and opaque directories hide what is below,
 * symbolic links are followed inside, {@code ..} stops at the root. Read-only. Paths are absolute within the view.
 *
 * <p>It is as current as the directories: for the file system of a running container, use its own root. It does not know
 * overlayfs' {@code redirect_dir} and {@code metacopy}, so containers are mounted without them.
 */
public final class LayerView {
    /** As many as the kernel follows, see path_resolution(7). */
    private static final int MAX_LINKS = 40;

    private final List<Path> layers;

    private LayerView(List<Path> layers) {
        this.layers = List.copyOf(layers);
    }

    /** @param directories top first, e.g. the upper directory of a container and then the layers of its image */
    public static LayerView of(List<Path> directories) {
        if (directories.isEmpty()) {
            throw new IllegalArgumentException("a view needs at least one directory");
        }
        return new LayerView(directories);
    }

    /** The file at {@code path}, links followed; empty if there is none (or a dangling link, or a loop). */
    public Optional<FileStatus> stat(String path) throws IOException {
        try (var walk = new Walk()) {
            return walk.to(path, true) ? Optional.of(walk.status()) : Optional.empty();
        }
    }

    /** As {@link #stat}, but of the link itself if the last component is one. */
    public Optional<FileStatus> lstat(String path) throws IOException {
        try (var walk = new Walk()) {
            return walk.to(path, false) ? Optional.of(walk.status()) : Optional.empty();
        }
    }

    /**
     * Target of the link at {@code path}, unresolved.
     *
     * @throws NoSuchFileException if there is nothing
     */
    public String readLink(String path) throws IOException {
        try (var walk = new Walk()) {
            if (!walk.to(path, false) || walk.last == null) {
                throw new NoSuchFileException(path);
            }
            return NodeCalls.readLink(walk.last.parent(), walk.last.name());
        }
    }

    /**
     * Names in the directory, links followed, sorted.
     *
     * @throws NoSuchFileException if there is nothing
     * @throws NotDirectoryException if it is no directory
     */
    public List<String> list(String path) throws IOException {
        try (var walk = new Walk()) {
            walk.intoDirectory(path);
            return List.copyOf(walk.current().names());
        }
    }

    /**
     * Opens the regular file at {@code path}, links followed.
     *
     * @throws NoSuchFileException if there is no regular file
     */
    public InputStream open(String path) throws IOException {
        try (var walk = new Walk()) {
            if (!walk.to(path, true) || walk.last == null || walk.last.stat().type() != FileStat.S_IFREG) {
                throw new NoSuchFileException(path);
            }
            int flags = FileCalls.O_RDONLY | FileCalls.O_NOFOLLOW | FileCalls.O_NONBLOCK;
            try (Fd file = NodeCalls.open(walk.last.parent(), walk.last.name(), flags, 0, 0)) {
                return Files.newInputStream(file.path()); // an open file of its own
            }
        }
    }

    /** {@code path} with every link on the way and at the end resolved; what does not exist stays as it is. */
    public String resolve(String path) throws IOException {
        try (var walk = new Walk()) {
            walk.to(path, true);
            return walk.path();
        }
    }

    /**
     * Copies what is in the directory at {@code path} into an open directory, with owners, modes, times, attributes, hard
     * and symbolic links and special files, and the directory's own owner, mode and time. Files of the same name are
     * replaced.
     *
     * @return false if there is no directory at {@code path}; then nothing is copied
     */
    public boolean copyDirectory(String path, Fd target) throws IOException {
        try (var walk = new Walk()) {
            if (!walk.to(path, true) || !walk.isDirectory()) {
                return false;
            }
            walk.enter();
            new TreeCopy(target).copy(walk.current());
            return true;
        }
    }

    static FileStatus status(FileStat stat, int layer) {
        FileStatus.Type type = switch (stat.type()) {
            case FileStat.S_IFDIR -> FileStatus.Type.DIRECTORY;
            case FileStat.S_IFLNK -> FileStatus.Type.SYMLINK;
            case FileStat.S_IFCHR -> FileStatus.Type.CHARACTER_DEVICE;
            case FileStat.S_IFBLK -> FileStatus.Type.BLOCK_DEVICE;
            case FileStat.S_IFIFO -> FileStatus.Type.FIFO;
            case FileStat.S_IFSOCK -> FileStatus.Type.SOCKET;
            default -> FileStatus.Type.FILE;
        };
        return new FileStatus(
                type,
                stat.permissions(),
                stat.uid(),
                stat.gid(),
                stat.size(),
                Instant.ofEpochSecond(stat.seconds(), stat.nanos()),
                new FileStatus.Device(stat.deviceMajor(), stat.deviceMinor()),
                stat.inode(),
                stat.links(),
                layer);
    }

    /** A position in the view: the directories from the root to here, and perhaps a file in the last of them. */
    private final class Walk implements AutoCloseable {
        private final Deque<MergedDirectory> directories = new ArrayDeque<>();
        private final Deque<String> names = new ArrayDeque<>();
        private final Deque<String> missing = new ArrayDeque<>();
        private MergedDirectory.@org.jspecify.annotations.Nullable Child last;
        private int links;

        Walk() throws IOException {
            directories.push(MergedDirectory.root(layers));
        }

        MergedDirectory current() {
            return directories.element();
        }

        boolean isDirectory() {
            return last == null || last.stat().isDirectory();
        }

        /** Goes to what {@code path} names; false if there is nothing. */
        boolean to(String path, boolean followLast) throws IOException {
            Deque<String> rest = components(path);
            while (!rest.isEmpty()) {
                String name = rest.pop();
                if (last != null && !last.stat().isDirectory()) {
                    missing.addLast(name);
                    missing.addAll(rest);
                    return false;
                }
                enter();
                if (name.equals("..")) {
                    leave();
                    continue;
                }
                Optional<MergedDirectory.Child> child = current().child(name);
                if (child.isEmpty()) {
                    missing.addLast(name);
                    missing.addAll(rest);
                    return false;
                }
                last = child.get();
                if (last.stat().isSymlink() && (followLast || !rest.isEmpty())) {
                    if (++links > MAX_LINKS) {
                        return false;
                    }
                    follow(NodeCalls.readLink(last.parent(), name), rest);
                }
            }
            return true;
        }

        void intoDirectory(String path) throws IOException {
            if (!to(path, true)) {
                throw new NoSuchFileException(path);
            }
            if (!isDirectory()) {
                throw new NotDirectoryException(path);
            }
            enter();
        }

        /** Makes the directory that was found the current one. */
        void enter() throws IOException {
            if (last != null) {
                String name = last.name();
                directories.push(current().open(name));
                names.addLast(name);
                last = null;
            }
        }

        FileStatus status() throws IOException {
            if (last != null) {
                return LayerView.status(last.stat(), last.layer());
            }
            MergedDirectory directory = current();
            return LayerView.status(MetadataCalls.stat(directory.top(), ""), directory.topLayer());
        }

        String path() {
            var path = new StringBuilder();
            names.forEach(name -> path.append('/').append(name));
            if (last != null) {
                path.append('/').append(last.name());
            }
            for (String name : missing) { // "..": as far as it can be told without the file
                int slash = path.lastIndexOf("/");
                if (!name.equals("..")) {
                    path.append('/').append(name);
                } else if (slash >= 0) {
                    path.setLength(slash);
                }
            }
            return path.isEmpty() ? "/" : path.toString();
        }

        @Override
        public void close() {
            directories.forEach(MergedDirectory::close);
        }

        private void leave() {
            if (directories.size() > 1) { // the root is its own parent
                directories.pop().close();
                names.removeLast();
            }
        }

        private void follow(String target, Deque<String> rest) throws IOException {
            last = null;
            if (target.isEmpty()) {
                throw new ErrnoException("follow a link", Errno.ENOENT);
            }
            if (target.startsWith("/")) {
                while (directories.size() > 1) {
                    leave();
                }
            }
            components(target).descendingIterator().forEachRemaining(rest::push);
        }

        private static Deque<String> components(String path) {
            var result = new ArrayDeque<String>();
            for (String component : path.split("/", -1)) {
                if (!component.isEmpty() && !component.equals(".")) {
                    result.addLast(component);
                }
            }
            return result;
        }
    }
}
