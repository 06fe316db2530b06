package dev.jcompose.engine.operation;

import dev.jcompose.engine.Containers;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.PathStat;
import dev.jcompose.engine.operation.CopyRequest.Links;
import dev.jcompose.planner.resource.ContainerId;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Copies a file or directory out of a container. The archive comes from whoever controls the container: nothing of it
 * may land outside of the target.
 */
final class CopyOut {
    private static final int MOST_LINKS = 40;

    private final Containers containers;

    CopyOut(Containers containers) {
        this.containers = containers;
    }

    void toStream(ContainerId id, String path, Links links, OutputStream out)
            throws EngineException, OperationException, InterruptedException {
        try (InputStream tar = containers.copyOut(id, resolved(id, path, links))) {
            tar.transferTo(out);
            out.flush();
        } catch (IOException e) {
            throw new OperationException("copy " + path + ": " + e.getMessage(), 1, e);
        }
    }

    void toPath(ContainerId id, String path, Links links, Path target)
            throws EngineException, OperationException, InterruptedException {
        String source = resolved(id, path, links);
        boolean contentOnly = path.endsWith("/.");
        try (var tar = new TarArchiveInputStream(
                new BufferedInputStream(containers.copyOut(id, source)), StandardCharsets.UTF_8.name())) {
            unpack(tar, target, contentOnly);
        } catch (IOException e) {
            throw new OperationException("copy " + path + " to " + target + ": " + e.getMessage(), 1, e);
        }
    }

    /** Follows links at the end of the path where that is wanted. */
    private String resolved(ContainerId id, String path, Links links)
            throws EngineException, OperationException, InterruptedException {
        String at = path;
        for (int i = 0; links == Links.FOLLOW && i < MOST_LINKS; i++) {
            PathStat stat = containers.stat(id, at);
            if (stat.type() != PathStat.Type.SYMBOLIC_LINK || stat.linkTarget().isEmpty()) {
                return at;
            }
            at = Path.of(at).resolveSibling(stat.linkTarget()).normalize().toString();
        }
        if (links == Links.FOLLOW) {
            throw new OperationException("copy: too many symbolic links at " + path);
        }
        return at;
    }

    private static void unpack(TarArchiveInputStream tar, Path target, boolean contentOnly)
            throws IOException, OperationException {
        TarArchiveEntry entry = tar.getNextEntry();
        if (entry == null) {
            return;
        }
        String first = trimmed(entry.getName());
        boolean into = Files.isDirectory(target) && !contentOnly;
        Path root = into ? target.resolve(inside(target, first)) : target;
        Path parent = root.toAbsolutePath().getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            throw new OperationException("copy: directory " + parent + " does not exist");
        }
        boolean tree = entry.isDirectory();
        boolean beginning = true;
        while (entry != null) {
            String name = trimmed(entry.getName());
            // Were the root a link, or made one later, what comes below it could land anywhere.
            if (!beginning && (!tree || name.equals(first))) {
                throw new OperationException("copy: the archive has an entry outside of the target: " + name);
            }
            beginning = false;
            String below =
                    name.equals(first) ? "" : name.startsWith(first + "/") ? name.substring(first.length() + 1) : name;
            write(tar, entry, below.isEmpty() ? root : inside(root, below), root, first);
            entry = tar.getNextEntry();
        }
    }

    private static String trimmed(String name) {
        String text = name.startsWith("./") ? name.substring(2) : name;
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    /** A path below a root, through no symbolic link and no {@code ..}. */
    private static Path inside(Path root, String name) throws OperationException {
        Path file = root.resolve(name).normalize();
        if (Path.of(name).isAbsolute() || !file.startsWith(root.normalize())) {
            throw new OperationException("copy: the archive has an entry outside of the target: " + name);
        }
        for (Path up = file.getParent(); up != null && up.startsWith(root) && !up.equals(root); up = up.getParent()) {
            if (Files.isSymbolicLink(up)) {
                throw new OperationException("copy: the archive writes through a symbolic link: " + name);
            }
        }
        return file;
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path file, Path root, String first)
            throws IOException, OperationException {
        if (entry.isDirectory()) {
            if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(file);
            }
            return;
        }
        if (entry.isSymbolicLink()) {
            Files.deleteIfExists(file);
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
            return;
        }
        if (entry.isLink()) {
            String name = trimmed(entry.getLinkName());
            Path original = inside(root, name.startsWith(first + "/") ? name.substring(first.length() + 1) : name);
            Files.deleteIfExists(file);
            Files.createLink(file, original);
            return;
        }
        if (entry.isFile()) {
            if (Files.isSymbolicLink(file)) {
                Files.delete(file);
            }
            Files.copy(tar, file, StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(file, permissions(entry.getMode()));
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        var found = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] all = PosixFilePermission.values(); // owner, group, others: read, write, execute
        for (int i = 0; i < all.length; i++) {
            if ((mode & (0400 >> i)) != 0) {
                found.add(all[i]);
            }
        }
        return found;
    }
}
