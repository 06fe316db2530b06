package dev.jcompose.daemon.route;

import dev.jcompose.daemon.http.HttpException;
import dev.jcompose.runtime.archive.ArchiveException;
import dev.jcompose.runtime.archive.Change;
import dev.jcompose.runtime.archive.ContainerArchive;
import dev.jcompose.runtime.archive.ContainerArchive.ExtractRule;
import dev.jcompose.runtime.archive.PathStat;
import dev.jcompose.runtime.container.Containers;
import dev.jcompose.runtime.store.JsonObject;
import java.io.IOException;
import java.util.Base64;
import java.util.Set;

/** Files into and out of containers: {@code /containers/{id}/archive}, {@code export} and {@code changes}. */
public final class ArchiveRoutes implements Route.Group {
    private static final String STAT_HEADER = "X-Docker-Container-Path-Stat";
    private static final String TAR = "application/x-tar";

    private final Containers containers;

    public ArchiveRoutes(Containers containers) {
        this.containers = containers;
    }

    @Override
    public void addTo(Router router) {
        router.add("HEAD", "/containers/{id}/archive", this::stat)
                .add("GET", "/containers/{id}/archive", this::read)
                .add("PUT", "/containers/{id}/archive", this::write)
                .add("GET", "/containers/{id}/export", this::export)
                .add("GET", "/containers/{id}/changes", this::changes);
    }

    private void stat(Call call) throws IOException {
        try (var archive = open(call)) {
            setStatHeader(call, archive);
            call.respond(200);
        }
    }

    private void read(Call call) throws IOException {
        try (var archive = open(call)) {
            setStatHeader(call, archive);
            var out = call.exchange().stream(200, TAR);
            archive.writeTar(path(call), out);
            out.close(); // only now: after a failure the client has to see that the archive is cut off
        }
    }

    private void write(Call call) throws IOException {
        Set<ExtractRule> rules =
                call.query().flag("noOverwriteDirNonDir") ? Set.of(ExtractRule.KEEP_KIND_OF_EXISTING) : Set.of();
        try (var archive = open(call)) {
            archive.extract(path(call), call.body(), rules);
        } catch (ArchiveException e) {
            String message = String.valueOf(e.getMessage());
            throw message.endsWith(" in container")
                    ? new ArchiveException(e.kind(), message + " " + call.path("id"))
                    : e;
        }
        call.respond(200);
    }

    private void export(Call call) throws IOException {
        try (var archive = containers.rootFilesystem(containers.get(call.path("id")))) {
            var out = call.exchange().stream(200, "application/octet-stream");
            archive.export(out);
            out.close();
        }
    }

    private void changes(Call call) throws IOException {
        try (var layer = containers.upperLayer(containers.get(call.path("id")))) {
            call.respond(
                    200,
                    layer.changes().stream()
                            .map(change -> JsonObject.builder()
                                    .put("Path", change.path())
                                    .put("Kind", number(change.kind()))
                                    .build())
                            .toList());
        }
    }

    private static int number(Change.Kind kind) {
        return switch (kind) {
            case MODIFIED -> 0;
            case ADDED -> 1;
            case DELETED -> 2;
        };
    }

    private ContainerArchive open(Call call) throws IOException {
        return containers.archive(containers.get(call.path("id")));
    }

    private static String path(Call call) {
        var path = call.query().text("path");
        if (path.isEmpty()) {
            throw new HttpException(400, "bad parameter: path cannot be empty");
        }
        return path;
    }

    private static void setStatHeader(Call call, ContainerArchive archive) throws IOException {
        var stat = archive.stat(path(call))
                .orElseThrow(() -> new ArchiveException(
                        ArchiveException.Kind.NOT_FOUND,
                        "Could not find the file " + path(call) + " in container " + call.path("id")));
        call.exchange()
                .header(
                        STAT_HEADER,
                        Base64.getEncoder().encodeToString(json(stat).toBytes()));
    }

    private static JsonObject json(PathStat stat) {
        return JsonObject.builder()
                .put("name", stat.name())
                .put("size", stat.size())
                .put("mode", stat.mode())
                .put("mtime", stat.modified())
                .put("linkTarget", stat.linkTarget())
                .build();
    }
}
