package dev.jcompose.engine.operation;

import dev.jcompose.engine.Containers;
import dev.jcompose.engine.Containers.CopyOwnership;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.EngineException.Kind;
import dev.jcompose.engine.PathStat;
import dev.jcompose.engine.operation.CopyRequest.Links;
import dev.jcompose.planner.resource.ContainerId;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Copies a file or directory of the client into a container, by the rules of {@code cp -a}. */
final class CopyIn {
    private final Containers containers;

    CopyIn(Containers containers) {
        this.containers = containers;
    }

    /** Where an archive goes, and what its first entry is called. */
    private record Destination(String directory, String name) {}

    void copy(ContainerId id, Path source, Links links, String path, CopyOwnership ownership)
            throws EngineException, OperationException, InterruptedException {
        if (!Files.exists(source, LinkOption.NOFOLLOW_LINKS)) {
            throw new OperationException("copy: " + source + " does not exist");
        }
        try {
            Path real = links == Links.FOLLOW ? source.toRealPath() : source;
            var destination = destination(id, source, real, path);
            Path archive = Files.createTempFile("jcompose-cp", ".tar");
            try {
                try (var out = new BufferedOutputStream(Files.newOutputStream(archive))) {
                    write(real, destination.name(), out);
                }
                try (var tar = Files.newInputStream(archive)) {
                    containers.copyIn(id, destination.directory(), tar, ownership);
                }
            } finally {
                Files.deleteIfExists(archive);
            }
        } catch (IOException e) {
            throw new OperationException("copy " + source + ": " + e.getMessage(), 1, e);
        }
    }

    private Destination destination(ContainerId id, Path source, Path real, String path)
            throws EngineException, OperationException, InterruptedException {
        boolean directory = Files.isDirectory(real, LinkOption.NOFOLLOW_LINKS);
        boolean contentOnly =
                source.toString().endsWith("/.") || source.toString().equals(".");
        PathStat.Type type;
        try {
            type = containers.stat(id, path).type();
        } catch (EngineException e) {
            if (e.kind() != Kind.NOT_FOUND) {
                throw e;
            }
            if (!directory && path.endsWith("/")) {
                throw new OperationException("copy: directory " + path + " does not exist in the container");
            }
            return split(path);
        }
        // A link to a directory is as good as the directory: the engine follows it when it unpacks.
        boolean intoDirectory = type == PathStat.Type.DIRECTORY || type == PathStat.Type.SYMBOLIC_LINK;
        if (!intoDirectory) {
            if (directory) {
                throw new OperationException("copy: cannot put directory " + source + " in place of file " + path);
            }
            return split(path);
        }
        Path name = source.toAbsolutePath().normalize().getFileName();
        return new Destination(path, contentOnly || name == null ? "." : name.toString());
    }

    private static Destination split(String path) {
        String trimmed = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        int slash = trimmed.lastIndexOf('/');
        return new Destination(slash <= 0 ? "/" : trimmed.substring(0, slash), trimmed.substring(slash + 1));
    }

    private static void write(Path root, String name, OutputStream out) throws IOException {
        try (var tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name())) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                        throws IOException {
                    put(tar, directory, entryName(root, name, directory) + "/", attributes);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    if (!attributes.isOther()) { // sockets and devices cannot be copied
                        put(tar, file, entryName(root, name, file), attributes);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        }
    }

    private static String entryName(Path root, String name, Path file) {
        String below = root.relativize(file).toString();
        return below.isEmpty() ? name : name + "/" + below;
    }

    private static void put(TarArchiveOutputStream tar, Path file, String name, BasicFileAttributes attributes)
            throws IOException {
        TarArchiveEntry entry;
        if (attributes.isSymbolicLink()) {
            entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
            entry.setLinkName(Files.readSymbolicLink(file).toString());
        } else {
            entry = new TarArchiveEntry(name);
            entry.setSize(attributes.isRegularFile() ? attributes.size() : 0);
        }
        Map<String, Object> unix = Files.readAttributes(file, "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS);
        entry.setMode((Integer) unix.getOrDefault("mode", 0100644));
        entry.setUserId((Integer) unix.getOrDefault("uid", 0));
        entry.setGroupId((Integer) unix.getOrDefault("gid", 0));
        entry.setModTime(attributes.lastModifiedTime());
        tar.putArchiveEntry(entry);
        if (attributes.isRegularFile()) {
            Files.copy(file, tar);
        }
        tar.closeArchiveEntry();
    }
}
