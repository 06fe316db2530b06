package dev.jcompose.runtime.image;

import dev.jcompose.runtime.os.ContentCalls;
import dev.jcompose.runtime.os.Errno;
import dev.jcompose.runtime.os.ErrnoException;
import dev.jcompose.runtime.os.Fd;
import dev.jcompose.runtime.os.FileCalls;
import dev.jcompose.runtime.os.FileStat;
import dev.jcompose.runtime.os.MetadataCalls;
import dev.jcompose.runtime.os.NodeCalls;
import dev.jcompose.runtime.os.XattrCalls;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Copies a merged directory with all that its files have, and relinks what was one file under several names. */
final class TreeCopy {
    private static final int OPEN_DIRECTORY = FileCalls.O_RDONLY | FileCalls.O_DIRECTORY | FileCalls.O_NOFOLLOW;
    private static final long INSIDE = FileCalls.RESOLVE_BENEATH | FileCalls.RESOLVE_NO_SYMLINKS;

    /** A file, whatever its names. */
    private record Identity(int layer, long inode) {}

    private final Fd root;
    private final Map<Identity, String> firstNames = new HashMap<>();

    TreeCopy(Fd target) {
        this.root = target;
    }

    void copy(MergedDirectory source) throws IOException {
        copyChildren(source, root, "");
        setDirectoryMetadata(source, root);
    }

    private void copyChildren(MergedDirectory source, Fd target, String path) throws IOException {
        for (String name : source.names()) {
            MergedDirectory.Child child = source.child(name)
                    .orElseThrow(() -> new ErrnoException("copy '" + path + name + "'", Errno.ENOENT));
            if (child.stat().isDirectory()) {
                copyDirectory(source, target, path, name);
            } else {
                copyFile(child, target, path + name);
            }
        }
    }

    private void copyDirectory(MergedDirectory source, Fd target, String path, String name) throws IOException {
        try (MergedDirectory from = source.open(name)) {
            try {
                NodeCalls.makeDirectory(target, name, 0700);
            } catch (ErrnoException e) {
                if (!e.is(Errno.EEXIST)) {
                    throw e;
                }
            }
            try (Fd to = NodeCalls.open(target, name, OPEN_DIRECTORY, 0, 0)) {
                copyChildren(from, to, path + name + "/");
                setDirectoryMetadata(from, to);
            }
        }
    }

    private void copyFile(MergedDirectory.Child child, Fd target, String path) throws IOException {
        String name = child.name();
        FileStat stat = child.stat();
        if (stat.links() > 1) {
            String first = firstNames.putIfAbsent(new Identity(child.layer(), stat.inode()), path);
            if (first != null) {
                String parent = first.substring(0, Math.max(0, first.lastIndexOf('/')));
                try (Fd directory = NodeCalls.open(root, parent.isEmpty() ? "." : parent, OPEN_DIRECTORY, 0, INSIDE)) {
                    String firstName = first.substring(first.lastIndexOf('/') + 1);
                    replacing(target, name, () -> NodeCalls.link(directory, firstName, target, name));
                }
                return;
            }
        }
        switch (stat.type()) {
            case FileStat.S_IFREG -> replacing(target, name, () -> copyContent(child, target));
            case FileStat.S_IFLNK -> {
                String link = NodeCalls.readLink(child.parent(), name);
                replacing(target, name, () -> NodeCalls.makeSymlink(link, target, name));
            }
            default ->
                replacing(
                        target,
                        name,
                        () -> NodeCalls.makeNode(
                                target, name, stat.type() | 0600, stat.deviceMajor(), stat.deviceMinor()));
        }
        MetadataCalls.setOwner(target, name, stat.uid(), stat.gid());
        if (!stat.isSymlink()) {
            MetadataCalls.setMode(target, name, stat.permissions());
        }
        copyAttributes(child.parent(), target, name);
        MetadataCalls.setModified(target, name, stat.seconds(), stat.nanos());
    }

    private static void copyContent(MergedDirectory.Child child, Fd target) throws IOException {
        int write = FileCalls.O_WRONLY | FileCalls.O_CREAT | FileCalls.O_EXCL | FileCalls.O_NOFOLLOW;
        int read = FileCalls.O_RDONLY | FileCalls.O_NOFOLLOW;
        try (Fd from = NodeCalls.open(child.parent(), child.name(), read, 0, 0);
                Fd to = NodeCalls.open(target, child.name(), write, 0600, 0)) {
            ContentCalls.copy(from, to);
        }
    }

    private static void setDirectoryMetadata(MergedDirectory source, Fd target) throws IOException {
        FileStat stat = MetadataCalls.stat(source.top(), "");
        MetadataCalls.setOwner(target, "", stat.uid(), stat.gid());
        MetadataCalls.setMode(target, stat.permissions());
        copyAttributes(source.top(), target, "");
        MetadataCalls.setModified(target, stat.seconds(), stat.nanos());
    }

    private static void copyAttributes(Fd from, Fd to, String name) throws IOException {
        for (String attribute : XattrCalls.list(from, name)) {
            if (attribute.startsWith("trusted.overlay.") || attribute.equals("security.selinux")) {
                continue; // of the place, not of the file
            }
            var value = XattrCalls.get(from, name, attribute);
            if (value.isPresent()) {
                try {
                    XattrCalls.set(to, name, attribute, value.get());
                } catch (ErrnoException e) {
                    if (!e.is(Errno.EOPNOTSUPP)) { // the volume's file system may have fewer kinds
                        throw e;
                    }
                }
            }
        }
    }

    @FunctionalInterface
    private interface Creation {
        void run() throws IOException;
    }

    private static void replacing(Fd parent, String name, Creation creation) throws IOException {
        try {
            creation.run();
        } catch (ErrnoException e) {
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
            NodeCalls.remove(parent, name);
            creation.run();
        }
    }
}
