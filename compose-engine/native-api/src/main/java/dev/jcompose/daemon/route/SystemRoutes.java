package dev.jcompose.daemon.route;

import dev.jcompose.daemon.wire.ContainerJson;
import dev.jcompose.daemon.wire.ImageJson;
import dev.jcompose.daemon.wire.SystemJson;
import dev.jcompose.daemon.wire.VolumeJson;
import dev.jcompose.runtime.container.Container;
import dev.jcompose.runtime.container.Containers;
import dev.jcompose.runtime.container.Foundations;
import dev.jcompose.runtime.image.Image;
import dev.jcompose.runtime.store.JsonObject;
import dev.jcompose.runtime.volume.Volume;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The engine itself: {@code /_ping}, {@code /version}, {@code /info}, {@code /system/df}. */
public final class SystemRoutes implements Route.Group {
    private final Foundations engine;
    private final Containers containers;

    public SystemRoutes(Foundations engine, Containers containers) {
        this.engine = engine;
        this.containers = containers;
    }

    @Override
    public void addTo(Router router) {
        router.add("GET", "/_ping", this::ping)
                .add(
                        "GET",
                        "/version",
                        call -> call.respond(200, SystemJson.version(ApiVersion.CURRENT, ApiVersion.MINIMUM)))
                .add("GET", "/info", this::info)
                .add("GET", "/system/df", this::diskUsage);
    }

    private void ping(Call call) throws IOException {
        call.exchange().header("Cache-Control", "no-cache, no-store, must-revalidate");
        call.exchange().header("Pragma", "no-cache");
        call.exchange().respond(200, "text/plain; charset=utf-8", "OK".getBytes(StandardCharsets.US_ASCII));
    }

    private void info(Call call) throws IOException {
        call.respond(200, SystemJson.info(engine, containers.list()));
    }

    private void diskUsage(Call call) throws IOException {
        List<JsonObject> images = new ArrayList<>();
        long layers = 0;
        for (Image image : engine.images().list()) {
            images.add(ImageJson.summary(image));
            layers += image.size();
        }
        List<JsonObject> listed = new ArrayList<>();
        for (Container container : containers.list()) {
            listed.add(new ContainerJson(container, Optional.empty(), name -> "")
                    .summary(engine.clock().instant(), OptionalLong.of(DiskUsage.of(container.upper()))));
        }
        List<JsonObject> volumes = new ArrayList<>();
        for (Volume volume : engine.volumes().list()) {
            volumes.add(VolumeJson.of(volume).toBuilder()
                    .put(
                            "UsageData",
                            JsonObject.builder()
                                    .put("Size", engine.volumes().sizeOf(volume))
                                    .put(
                                            "RefCount",
                                            containers
                                                    .usersOfVolume(volume.name())
                                                    .size())
                                    .build())
                    .build());
        }
        call.respond(
                200,
                JsonObject.builder()
                        .put("LayersSize", layers)
                        .putObjects("Images", images)
                        .putObjects("Containers", listed)
                        .putObjects("Volumes", volumes)
                        .putObjects("BuildCache", List.of())
                        .build());
    }
}
