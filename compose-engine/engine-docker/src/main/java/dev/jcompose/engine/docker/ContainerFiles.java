package dev.jcompose.engine.docker;

import dev.jcompose.engine.Containers.CopyOwnership;
import dev.jcompose.engine.EngineException;
import dev.jcompose.engine.EngineException.Kind;
import dev.jcompose.engine.PathStat;
import dev.jcompose.engine.docker.json.JsonCursor;
import dev.jcompose.engine.docker.transport.EngineRequest;
import dev.jcompose.engine.docker.transport.EngineRequest.Body;
import dev.jcompose.planner.resource.ContainerId;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;

/** Files of a container, moved as tar archives. */
final class ContainerFiles {
    /** Bits of Go's {@code fs.FileMode}, in which the API writes modes. */
    private static final long GO_DIRECTORY = 1L << 31;

    private static final long GO_SYMLINK = 1L << 27;
    private static final long GO_SETUID = 1L << 23;
    private static final long GO_SETGID = 1L << 22;
    private static final long GO_STICKY = 1L << 20;
    private static final long GO_OTHER_TYPES = 1L << 26 | 1L << 25 | 1L << 24 | 1L << 21 | 1L << 19;

    private final Api api;

    ContainerFiles(Api api) {
        this.api = api;
    }

    InputStream copyOut(ContainerId id, String path) throws EngineException, InterruptedException {
        var operation = Operation.on("copy " + path + " out of container", id);
        return api.open(operation, EngineRequest.get(archive(id, path).target()))
                .body();
    }

    void copyIn(ContainerId id, String directory, InputStream tar, CopyOwnership ownership)
            throws EngineException, InterruptedException {
        var operation = Operation.on("copy into " + directory + " of container", id);
        var content = switch (ownership) {
            case FROM_ARCHIVE -> tar;
            case ROOT -> new RootOwnedTar(tar);
        };
        var query = archive(id, directory).with("noOverwriteDirNonDir", true);
        api.call(
                operation,
                EngineRequest.of("PUT", query.target())
                        .header("Content-Type", "application/x-tar")
                        .body(new Body.Stream(content)));
    }

    PathStat stat(ContainerId id, String path) throws EngineException, InterruptedException {
        var operation = Operation.on("look at " + path + " in container", id);
        String header;
        try (var response =
                api.open(operation, EngineRequest.of("HEAD", archive(id, path).target()))) {
            header = response.header("X-Docker-Container-Path-Stat").orElse("");
        }
        try {
            return JsonCursor.read(Base64.getDecoder().decode(header), ContainerFiles::stat);
        } catch (IOException | IllegalArgumentException e) {
            throw operation.failed(Kind.OTHER, "the engine did not say what it is: \"" + header + "\"", e);
        }
    }

    private static PathStat stat(JsonCursor cursor) {
        var found = new Object() {
            String name = "";
            long size;
            long mode;
            String link = "";
        };
        cursor.object(field -> {
            switch (field) {
                case "name" -> found.name = cursor.text();
                case "size" -> found.size = cursor.number();
                case "mode" -> found.mode = cursor.number();
                case "linkTarget" -> found.link = cursor.text();
                default -> {}
            }
        });
        return new PathStat(found.name, found.size, permissions(found.mode), type(found.mode), found.link);
    }

    private static PathStat.Type type(long mode) {
        if ((mode & GO_DIRECTORY) != 0) {
            return PathStat.Type.DIRECTORY;
        }
        if ((mode & GO_SYMLINK) != 0) {
            return PathStat.Type.SYMBOLIC_LINK;
        }
        return (mode & GO_OTHER_TYPES) != 0 ? PathStat.Type.OTHER : PathStat.Type.FILE;
    }

    private static int permissions(long mode) {
        int bits = (int) (mode & 0777);
        bits |= (mode & GO_SETUID) != 0 ? 04000 : 0;
        bits |= (mode & GO_SETGID) != 0 ? 02000 : 0;
        bits |= (mode & GO_STICKY) != 0 ? 01000 : 0;
        return bits;
    }

    private static Query archive(ContainerId id, String path) {
        return Query.of(DockerContainers.path(id, "/archive")).with("path", path);
    }
}
