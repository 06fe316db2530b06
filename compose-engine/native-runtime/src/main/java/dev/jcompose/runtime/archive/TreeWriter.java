package dev.jcompose.runtime.archive;

import dev.jcompose.runtime.os.FileStat;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Writes trees as one tar. A file that grows while it is read is cut at the size it had; one that shrinks is padded. */
final class TreeWriter {
    private final FileTree tree;
    private final TarArchiveOutputStream tar;
    private final Map<Long, String> linked = new HashMap<>();

    TreeWriter(FileTree tree, OutputStream out) {
        this.tree = tree;
        this.tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
    }

    /** Writes a file, or a directory with all that is in it. */
    void write(String path, String name, FileStat file) throws IOException {
        writeAlone(path, name, file);
        if (file.isDirectory()) {
            var folder = path.equals("/") ? "" : path;
            var prefix = name.endsWith("/") ? name : name + "/";
            for (var child : tree.list(path)) {
                var found = tree.lstat(folder + "/" + child);
                if (found.isPresent()) { // else it was removed meanwhile
                    write(folder + "/" + child, prefix + child, found.get());
                }
            }
        }
    }

    /** Writes one entry: of a directory, only itself. */
    void writeAlone(String path, String name, FileStat file) throws IOException {
        if (file.type() == FileStat.S_IFSOCK) {
            return; // no archive holds a socket
        }
        var earlier =
                file.links() > 1 && file.type() == FileStat.S_IFREG ? linked.putIfAbsent(file.inode(), name) : null;
        var entry = entry(path, name, file, earlier == null ? "" : earlier);
        tar.putArchiveEntry(entry);
        if (file.type() == FileStat.S_IFREG && earlier == null) {
            copy(path, file.size());
        }
        tar.closeArchiveEntry();
    }

    /** Writes an empty file that only says something by its name. */
    void writeEmpty(String name) throws IOException {
        var entry = new TarArchiveEntry(name, TarConstants.LF_NORMAL, true);
        entry.setMode(0600);
        entry.setLastModifiedTime(FileTime.from(Instant.EPOCH));
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    void finish() throws IOException {
        tar.finish();
        tar.flush();
    }

    private TarArchiveEntry entry(String path, String name, FileStat file, String linkTo) throws IOException {
        byte type = switch (file.type()) {
            case FileStat.S_IFDIR -> TarConstants.LF_DIR;
            case FileStat.S_IFLNK -> TarConstants.LF_SYMLINK;
            case FileStat.S_IFBLK -> TarConstants.LF_BLK;
            case FileStat.S_IFCHR -> TarConstants.LF_CHR;
            case FileStat.S_IFIFO -> TarConstants.LF_FIFO;
            default -> linkTo.isEmpty() ? TarConstants.LF_NORMAL : TarConstants.LF_LINK;
        };
        var entry = new TarArchiveEntry(file.isDirectory() && !name.endsWith("/") ? name + "/" : name, type, true);
        entry.setMode(file.permissions());
        entry.setUserId(file.uid());
        entry.setGroupId(file.gid());
        entry.setLastModifiedTime(FileTime.from(Instant.ofEpochSecond(file.seconds(), file.nanos())));
        if (type == TarConstants.LF_NORMAL) {
            entry.setSize(file.size());
            tree.xattrs(path)
                    .forEach((attribute, value) -> entry.addPaxHeader(
                            "SCHILY.xattr." + attribute, new String(value, StandardCharsets.ISO_8859_1)));
        } else if (type == TarConstants.LF_SYMLINK) {
            entry.setLinkName(tree.readLink(path));
        } else if (type == TarConstants.LF_LINK) {
            entry.setLinkName(linkTo);
        } else if (type == TarConstants.LF_BLK || type == TarConstants.LF_CHR) {
            entry.setDevMajor(file.deviceMajor());
            entry.setDevMinor(file.deviceMinor());
        }
        return entry;
    }

    private void copy(String path, long size) throws IOException {
        var buffer = new byte[64 * 1024];
        long left = size;
        try (var in = tree.read(path)) {
            while (left > 0) {
                int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (count < 0) {
                    break;
                }
                tar.write(buffer, 0, count);
                left -= count;
            }
        }
        java.util.Arrays.fill(buffer, (byte) 0);
        while (left > 0) {
            int count = (int) Math.min(buffer.length, left);
            tar.write(buffer, 0, count);
            left -= count;
        }
    }
}
