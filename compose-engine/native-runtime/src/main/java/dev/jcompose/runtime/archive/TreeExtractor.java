package dev.jcompose.runtime.archive;

import dev.jcompose.runtime.archive.ArchiveException.Kind;
import dev.jcompose.runtime.archive.ContainerArchive.ExtractRule;
import dev.jcompose.runtime.os.Errno;
import dev.jcompose.runtime.os.ErrnoException;
import dev.jcompose.runtime.os.Fd;
import dev.jcompose.runtime.os.FileCalls;
import dev.jcompose.runtime.os.FileStat;
import dev.jcompose.runtime.os.MetadataCalls;
import dev.jcompose.runtime.os.NodeCalls;
import dev.jcompose.runtime.os.XattrCalls;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Unpacks a tar below a directory. Directories on the way of an entry are resolved anew for each, by the kernel within the
 * container's root; the last component is replaced, never followed.
 */
final class TreeExtractor {
    private static final int GZIP_MAGIC_1 = 0x1f;
    private static final int GZIP_MAGIC_2 = 0x8b;

    /** Times of directories come last: making files in them would change them again. */
    private record DirectoryTime(String path, TarArchiveEntry entry) {}

    private final FileTree tree;
    private final String base;
    private final Set<ExtractRule> rules;
    private final Deque<DirectoryTime> directories = new ArrayDeque<>();

    TreeExtractor(FileTree tree, String base, Set<ExtractRule> rules) {
        this.tree = tree;
        this.base = base.equals("/") ? "" : base;
        this.rules = rules;
    }

    void extract(InputStream in) throws IOException {
        var tar = new TarArchiveInputStream(plain(in), StandardCharsets.UTF_8.name());
        for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            extract(entry, tar);
        }
        while (!directories.isEmpty()) {
            var last = directories.removeLast();
            try (var directory = tree.writable(last.path())) {
                setModified(directory, "", last.entry());
            }
        }
    }

    private void extract(TarArchiveEntry entry, TarArchiveInputStream content) throws IOException {
        var names = LinkResolver.components(entry.getName());
        if (names.contains("..")) {
            throw new ArchiveException(Kind.INVALID, "the archive's entry " + entry.getName() + " leads out of it");
        }
        if (names.isEmpty()) {
            return; // the directory itself, which exists
        }
        var parent = tree.resolve(base + "/" + String.join("/", names.subList(0, names.size() - 1)));
        makeParents(parent);
        var name = names.getLast();
        var path = (parent.equals("/") ? "" : parent) + "/" + name;
        var existing = tree.lstat(path);
        boolean keep = ContainerArchive.isDirectory(existing) && entry.isDirectory();
        if (existing.isPresent() && rules.contains(ExtractRule.KEEP_KIND_OF_EXISTING)) {
            refuseOtherKind(ContainerArchive.isDirectory(existing), entry, path);
        }
        try (var directory = tree.writable(parent.isEmpty() ? "/" : parent)) {
            if (!keep) {
                remove(directory, name);
                make(directory, name, entry, content);
            } else {
                try (var self = tree.writable(path)) { // brings it into the upper directory
                    MetadataCalls.stat(self, "");
                }
            }
            setOwnerAndMode(directory, name, entry);
            if (entry.isDirectory()) {
                directories.addLast(new DirectoryTime(path, entry));
            } else {
                setModified(directory, name, entry);
            }
        }
    }

    private static void refuseOtherKind(boolean existingIsDirectory, TarArchiveEntry entry, String path)
            throws ArchiveException {
        if (existingIsDirectory && !entry.isDirectory()) {
            throw new ArchiveException(Kind.INVALID, "cannot overwrite directory \"" + path + "\" with non-directory");
        }
        if (!existingIsDirectory && entry.isDirectory()) {
            throw new ArchiveException(Kind.INVALID, "cannot overwrite non-directory \"" + path + "\" with directory");
        }
    }

    private void makeParents(String parent) throws IOException {
        var made = new StringBuilder();
        for (var name : LinkResolver.components(parent)) {
            var above = made.isEmpty() ? "/" : made.toString();
            made.append('/').append(name);
            if (tree.lstat(made.toString()).isEmpty()) {
                try (var directory = tree.writable(above)) {
                    NodeCalls.makeDirectory(directory, name, 0755);
                    MetadataCalls.setOwner(directory, name, tree.writableUid(0), tree.writableGid(0));
                    MetadataCalls.setMode(directory, name, 0755);
                }
            }
        }
    }

    private void make(Fd directory, String name, TarArchiveEntry entry, TarArchiveInputStream content)
            throws IOException {
        if (entry.isDirectory()) {
            NodeCalls.makeDirectory(directory, name, 0700);
        } else if (entry.isSymbolicLink()) {
            NodeCalls.makeSymlink(entry.getLinkName(), directory, name);
        } else if (entry.isLink()) {
            link(directory, name, entry);
        } else if (entry.isFIFO()) {
            NodeCalls.makeNode(directory, name, FileStat.S_IFIFO | 0600, 0, 0);
        } else if (entry.isCharacterDevice() || entry.isBlockDevice()) {
            int type = entry.isBlockDevice() ? FileStat.S_IFBLK : FileStat.S_IFCHR;
            NodeCalls.makeNode(directory, name, type | 0600, entry.getDevMajor(), entry.getDevMinor());
        } else {
            write(directory, name, content);
        }
    }

    /** To a file of the same archive, which therefore is where files are made. */
    private void link(Fd directory, String name, TarArchiveEntry entry) throws IOException {
        var target = LinkResolver.components(entry.getLinkName());
        if (target.isEmpty() || target.contains("..")) {
            throw new ArchiveException(
                    Kind.INVALID,
                    "the archive's hard link " + entry.getName() + " leads out of it: " + entry.getLinkName());
        }
        var parent = tree.resolve(base + "/" + String.join("/", target.subList(0, target.size() - 1)));
        try (var from = tree.writable(parent)) {
            NodeCalls.link(from, target.getLast(), directory, name);
        }
    }

    private static void write(Fd directory, String name, TarArchiveInputStream content) throws IOException {
        int flags = FileCalls.O_WRONLY | FileCalls.O_CREAT | FileCalls.O_EXCL | FileCalls.O_NOFOLLOW;
        try (var file = NodeCalls.open(directory, name, flags, 0600, FileCalls.RESOLVE_NO_SYMLINKS)) {
            var buffer = new byte[64 * 1024];
            for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
                FileCalls.write(file, count == buffer.length ? buffer : java.util.Arrays.copyOf(buffer, count));
            }
        }
    }

    private static void remove(Fd directory, String name) throws IOException {
        try {
            NodeCalls.remove(directory, name);
        } catch (ErrnoException e) {
            if (e.is(Errno.EISDIR) || e.is(Errno.EPERM)) {
                removeTree(directory, name);
            } else if (!e.is(Errno.ENOENT)) {
                throw e;
            }
        }
    }

    private static void removeTree(Fd parent, String name) throws IOException {
        try (var directory = NodeCalls.open(
                parent,
                name,
                FileCalls.O_RDONLY | FileCalls.O_DIRECTORY | FileCalls.O_NOFOLLOW,
                0,
                FileCalls.RESOLVE_NO_SYMLINKS)) {
            for (var child : NodeCalls.list(directory)) {
                remove(directory, child);
            }
        }
        NodeCalls.removeDirectory(parent, name);
    }

    /** Owner first: changing it clears setuid and setgid, and capabilities. */
    private void setOwnerAndMode(Fd directory, String name, TarArchiveEntry entry) throws IOException {
        MetadataCalls.setOwner(
                directory, name, tree.writableUid(entry.getLongUserId()), tree.writableGid(entry.getLongGroupId()));
        if (entry.isSymbolicLink()) {
            return;
        }
        MetadataCalls.setMode(directory, name, entry.getMode() & 07777);
        for (var header : entry.getExtraPaxHeaders().entrySet()) {
            if (header.getKey().equals("SCHILY.xattr.security.capability")) {
                XattrCalls.set(
                        directory,
                        name,
                        "security.capability",
                        header.getValue().getBytes(StandardCharsets.ISO_8859_1));
            }
        }
    }

    private static void setModified(Fd directory, String name, TarArchiveEntry entry) throws IOException {
        var time = entry.getLastModifiedTime().toInstant();
        if (name.isEmpty()) {
            MetadataCalls.setModified(directory, ".", time.getEpochSecond(), time.getNano());
        } else {
            MetadataCalls.setModified(directory, name, time.getEpochSecond(), time.getNano());
        }
    }

    private static InputStream plain(InputStream in) throws IOException {
        var buffered = new BufferedInputStream(in, 64 * 1024);
        buffered.mark(2);
        boolean gzip = buffered.read() == GZIP_MAGIC_1 && buffered.read() == GZIP_MAGIC_2;
        buffered.reset();
        return gzip ? new GZIPInputStream(buffered, 64 * 1024) : buffered;
    }
}
