package dev.jcompose.runtime.image;

import dev.jcompose.runtime.image.ImageException.Kind;
import dev.jcompose.runtime.os.ContentCalls;
import dev.jcompose.runtime.os.Errno;
import dev.jcompose.runtime.os.ErrnoException;
import dev.jcompose.runtime.os.Fd;
import dev.jcompose.runtime.os.FileCalls;
import dev.jcompose.runtime.os.FileNames;
import dev.jcompose.runtime.os.FileStat;
import dev.jcompose.runtime.os.MetadataCalls;
import dev.jcompose.runtime.os.NodeCalls;
import dev.jcompose.runtime.os.XattrCalls;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Turns the tar of a layer into a lower directory for overlayfs: owners, modes, times, extended attributes, links and
 * devices as they are in the archive; AUFS whiteouts become character devices 0:0 and opaque directories an attribute.
 *
 * <p>The archive may be hostile: names with {@code ..} are refused, every path is resolved inside the directory, attributes
 * that steer overlayfs itself are left out, and what is kept in memory is bounded.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/layer.md">OCI image layers</a>
 * @see <a href="https://docs.kernel.org/filesystems/overlayfs.html">overlayfs</a>
 */
final class LayerUnpacker {
    private static final String WHITEOUT = ".wh.";
    private static final String WHITEOUT_META = ".wh..wh.";
    private static final String OPAQUE_MARKER = ".wh..wh..opq";
    private static final int PATH_MAX = 4096;
    private static final int BUFFER = 128 * 1024;
    /** About a million directories. */
    private static final int MAX_DIRECTORY_TIMES = 64 << 20;

    /**
     * What came of it.
     *
     * @param size bytes of all files
     * @param hidesLower whether nothing of the layers below is to be seen
     */
    record Unpacked(long size, boolean hidesLower) {}

    private final TarReader tar;
    private final LayerTree tree;
    private final byte[] buffer = new byte[BUFFER];
    private final ByteBuffer direct = ByteBuffer.allocateDirect(BUFFER);
    private final ByteArrayOutputStream directoryTimes = new ByteArrayOutputStream();
    private long size;

    private LayerUnpacker(TarReader tar, LayerTree tree) {
        this.tar = tar;
        this.tree = tree;
    }

    /**
     * Unpacks into an existing empty directory. The stream is read to the end of the archive, not behind it.
     *
     * @param discarded an existing directory on the same file system, for trees that the archive itself replaces
     * @throws ImageException MALFORMED for an archive that is damaged or tries to escape, UNSUPPORTED for sparse files
     * @throws InterruptedException if the thread was interrupted
     */
    static Unpacked unpack(InputStream plainTar, Path directory, Path discarded)
            throws IOException, InterruptedException {
        try (var tree = new LayerTree(directory, discarded)) {
            try (Fd root = tree.openDirectory("", FileCalls.O_RDONLY)) {
                MetadataCalls.setMode(root, 0755);
            }
            var unpacker = new LayerUnpacker(new TarReader(plainTar), tree);
            unpacker.unpackAll();
            return new Unpacked(unpacker.size, tree.isRootOpaque());
        }
    }

    private void unpackAll() throws IOException, InterruptedException {
        for (Optional<TarEntry> entry = tar.next(); entry.isPresent(); entry = tar.next()) {
            if (Thread.interrupted()) {
                throw new InterruptedException("stopped while unpacking");
            }
            unpack(entry.get());
        }
        setDirectoryTimes();
    }

    private void unpack(TarEntry entry) throws IOException {
        String path = clean(entry.name());
        try {
            if (path.isEmpty()) {
                unpackRoot(entry);
                return;
            }
            String name = LayerTree.lastName(path);
            if (name.startsWith(WHITEOUT)) {
                whiteOut(path, name);
                return;
            }
            switch (entry.type()) {
                case DIRECTORY -> {
                    tree.makeDirectory(path);
                    setMetadata(path, entry);
                    rememberTime(path, entry);
                }
                case FILE -> tree.replace(path, (parent, last) -> writeFile(parent, last, entry));
                case SYMLINK -> {
                    checkLinkTarget(path, entry.linkName());
                    tree.replace(path, (parent, last) -> NodeCalls.makeSymlink(entry.linkName(), parent, last));
                    setMetadata(path, entry);
                }
                case HARD_LINK -> {
                    tree.link(clean(entry.linkName()), path);
                    setMetadata(path, entry);
                }
                case CHARACTER_DEVICE -> makeNode(path, entry, FileStat.S_IFCHR);
                case BLOCK_DEVICE -> makeNode(path, entry, FileStat.S_IFBLK);
                case FIFO -> makeNode(path, entry, FileStat.S_IFIFO);
            }
        } catch (ErrnoException e) {
            if (e.is(Errno.ENAMETOOLONG)) {
                throw new ImageException(Kind.MALFORMED, "the layer has a name that is too long: '" + path + "'", e);
            }
            throw e;
        }
    }

    private void unpackRoot(TarEntry entry) throws IOException {
        if (entry.type() != TarEntry.Type.DIRECTORY) {
            throw malformed("the layer's root is not a directory");
        }
        try (Fd root = tree.openDirectory("", FileCalls.O_RDONLY)) {
            MetadataCalls.setOwner(root, "", id(entry.uid()), id(entry.gid()));
            MetadataCalls.setMode(root, entry.mode());
            setAttributes(root, "", entry);
        }
        rememberTime("", entry);
    }

    private void whiteOut(String path, String name) throws IOException {
        String parent = LayerTree.parentName(path);
        if (name.equals(OPAQUE_MARKER)) {
            tree.makeOpaque(parent);
        } else if (!name.startsWith(WHITEOUT_META)) { // others of these were bookkeeping of AUFS
            String hidden = name.substring(WHITEOUT.length());
            if (hidden.isEmpty() || hidden.equals(".") || hidden.equals("..")) {
                throw malformed("'" + path + "' hides nothing that can have a name");
            }
            tree.whiteOut(parent.isEmpty() ? hidden : parent + "/" + hidden);
        }
    }

    private void makeNode(String path, TarEntry entry, int type) throws IOException {
        if (entry.deviceMajor() < 0
                || entry.deviceMajor() > 0xfff
                || entry.deviceMinor() < 0
                || entry.deviceMinor() > 0xfffff) {
            throw malformed("'" + path + "' has an impossible device number");
        }
        tree.replace(
                path,
                (parent, name) -> NodeCalls.makeNode(
                        parent, name, type | 0600, (int) entry.deviceMajor(), (int) entry.deviceMinor()));
        setMetadata(path, entry);
    }

    /** Nothing is opened that existed before, so nothing a name leads to can be overwritten. */
    private void writeFile(Fd parent, String name, TarEntry entry) throws IOException {
        int flags = FileCalls.O_WRONLY | FileCalls.O_CREAT | FileCalls.O_EXCL | FileCalls.O_NOFOLLOW;
        try (Fd file = NodeCalls.open(parent, name, flags, 0600, 0)) {
            for (int count = tar.read(buffer, 0, BUFFER); count >= 0; count = tar.read(buffer, 0, BUFFER)) {
                direct.clear().put(buffer, 0, count).flip();
                ContentCalls.write(file, direct);
            }
            // The owner first: changing it clears setuid and the capabilities.
            MetadataCalls.setOwner(file, "", id(entry.uid()), id(entry.gid()));
            MetadataCalls.setMode(file, entry.mode());
            setAttributes(parent, name, entry);
            MetadataCalls.setModified(file, entry.seconds(), entry.nanos());
        }
        size += entry.size();
    }

    /** For all but files. Of a hard link too, as Docker does: its header speaks for the file. */
    private void setMetadata(String path, TarEntry entry) throws IOException {
        Fd parent = tree.parentOf(path);
        String name = LayerTree.lastName(path);
        MetadataCalls.setOwner(parent, name, id(entry.uid()), id(entry.gid()));
        boolean symlink = switch (entry.type()) {
            case SYMLINK -> true;
            case HARD_LINK -> MetadataCalls.stat(parent, name).isSymlink();
            default -> false;
        };
        if (!symlink) {
            MetadataCalls.setMode(parent, name, entry.mode());
        }
        setAttributes(parent, name, entry);
        if (entry.type() != TarEntry.Type.DIRECTORY) {
            MetadataCalls.setModified(parent, name, entry.seconds(), entry.nanos());
        }
    }

    private static void setAttributes(Fd parent, String name, TarEntry entry) throws ErrnoException {
        for (Map.Entry<String, byte[]> attribute : entry.xattrs().entrySet()) {
            if (!isAllowed(attribute.getKey())) {
                continue;
            }
            try {
                XattrCalls.set(parent, name, attribute.getKey(), attribute.getValue());
            } catch (ErrnoException e) {
                // Not every file system has every kind, and user attributes are for files and directories only.
                boolean userAttribute = attribute.getKey().startsWith("user.");
                if (!e.is(Errno.EOPNOTSUPP) && !(userAttribute && e.is(Errno.EPERM))) {
                    throw e;
                }
            }
        }
    }

    /** Not {@code trusted.*}: with {@code trusted.overlay.redirect} a layer could show files of the others as its own. */
    private static boolean isAllowed(String attribute) {
        if (attribute.indexOf('\0') >= 0 || attribute.startsWith("user.overlay.")) {
            return false;
        }
        return attribute.startsWith("user.")
                || attribute.startsWith("system.posix_acl_")
                || attribute.equals("security.capability");
    }

    private void rememberTime(String path, TarEntry entry) throws IOException {
        if (directoryTimes.size() > MAX_DIRECTORY_TIMES) {
            throw malformed("the layer has too many directories");
        }
        var out = new DataOutputStream(directoryTimes);
        byte[] name = FileNames.encode(path);
        out.writeShort(name.length);
        out.write(name);
        out.writeLong(entry.seconds());
        out.writeInt(entry.nanos());
    }

    /** Last, since each file made in a directory changes its time. */
    private void setDirectoryTimes() throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(directoryTimes.toByteArray()));
        while (in.available() > 0) {
            String path = FileNames.decode(in.readNBytes(in.readUnsignedShort()));
            long seconds = in.readLong();
            int nanos = in.readInt();
            try (Fd directory = tree.openDirectory(path, FileCalls.O_RDONLY)) {
                MetadataCalls.setModified(directory, seconds, nanos);
            } catch (ErrnoException e) {
                // The layer itself may have put something else in its place later.
                if (!e.is(Errno.ENOENT) && !e.is(Errno.ENOTDIR) && !e.is(Errno.ELOOP)) {
                    throw e;
                }
            }
        }
    }

    private static void checkLinkTarget(String path, String target) throws ImageException {
        if (target.isEmpty() || target.length() >= PATH_MAX || target.indexOf('\0') >= 0) {
            throw malformed("the symbolic link '" + path + "' has an impossible target");
        }
    }

    /** Without empty and {@code .} components; {@code ..} has no honest use in a layer. */
    static String clean(String name) throws ImageException {
        if (name.length() >= PATH_MAX || name.indexOf('\0') >= 0) {
            throw malformed("the layer has a name that cannot be one: '"
                    + name.substring(0, Math.min(100, name.length())).replace('\0', '?') + "'");
        }
        var result = new StringBuilder(name.length());
        for (String component : name.split("/", -1)) {
            if (component.equals("..")) {
                throw malformed("the layer tries to leave its directory: '" + name + "'");
            }
            if (!component.isEmpty() && !component.equals(".")) {
                result.append(result.isEmpty() ? "" : "/").append(component);
            }
        }
        return result.toString();
    }

    /** Numbers of users and groups have 32 bits, of which all ones means "leave as it is" to chown(2). */
    private static int id(long number) throws ImageException {
        if (number < 0 || number >= 0xFFFF_FFFFL) {
            throw malformed("the layer has an owner that cannot be one: " + number);
        }
        return (int) number;
    }

    private static ImageException malformed(String message) {
        return new ImageException(Kind.MALFORMED, message);
    }
}
