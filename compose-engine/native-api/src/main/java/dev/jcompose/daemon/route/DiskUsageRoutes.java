package dev.jcompose.daemon.route;

import dev.jcompose.daemon.http.HttpException;
import dev.jcompose.daemon.wire.ContainerJson;
import dev.jcompose.daemon.wire.VolumeJson;
import dev.jcompose.runtime.container.Container;
import dev.jcompose.runtime.container.Containers;
import dev.jcompose.runtime.container.Foundations;
import dev.jcompose.runtime.image.Digest;
import dev.jcompose.runtime.image.Image;
import dev.jcompose.runtime.store.JsonObject;
import dev.jcompose.runtime.volume.Volume;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code GET /system/df}: what images, containers and volumes take. */
public final class DiskUsageRoutes implements Route.Group {
    private static final Set<String> TYPES = Set.of("container", "image", "volume", "build-cache");

    private final Foundations engine;
    private final Containers containers;

    public DiskUsageRoutes(Foundations engine, Containers containers) {
        this.engine = engine;
        this.containers = containers;
    }

    @Override
    public void addTo(Router router) {
        router.add("GET", "/system/df", this::diskUsage);
    }

    private void diskUsage(Call call) throws IOException {
        List<String> asked = call.query().all("type");
        for (String type : asked) {
            if (!TYPES.contains(type)) {
                throw new HttpException(400, "unknown object type: " + type);
            }
        }
        var json = JsonObject.builder();
        if (wants(asked, "image")) {
            images(call.version(), json);
        }
        if (wants(asked, "container")) {
            json.putObjects("Containers", listContainers());
        }
        if (wants(asked, "volume")) {
            json.putObjects("Volumes", volumes());
        }
        if (wants(asked, "build-cache")) {
            json.putObjects("BuildCache", List.of());
        }
        call.respond(200, json.build());
    }

    private static boolean wants(List<String> asked, String type) {
        return asked.isEmpty() || asked.contains(type);
    }

    /** A layer that several images have counts once in all, and as shared for each of them. */
    private void images(ApiVersion version, JsonObject.Builder json) throws IOException {
        List<Image> images = engine.images().list();
        Map<String, Integer> users = new HashMap<>();
        for (Image image : images) {
            chains(image).keySet().forEach(chain -> users.merge(chain, 1, Integer::sum));
        }
        Map<String, Long> layers = new HashMap<>();
        List<JsonObject> listed = new ArrayList<>();
        for (Image image : images) {
            Map<String, Long> chains = chains(image);
            layers.putAll(chains);
            long shared = chains.entrySet().stream()
                    .filter(chain -> users.getOrDefault(chain.getKey(), 0) > 1)
                    .mapToLong(Map.Entry::getValue)
                    .sum();
            long count = containers.list().stream()
                    .filter(container ->
                            container.record().imageId().equals(image.id().toString()))
                    .count();
            listed.add(ImageRoutes.summary(image, version).toBuilder()
                    .put("SharedSize", shared)
                    .put("Containers", count)
                    .build());
        }
        json.put(
                        "LayersSize",
                        layers.values().stream().mapToLong(Long::longValue).sum())
                .putObjects("Images", listed);
    }

    /** Sizes of the layers by what each stands on and is. */
    private static Map<String, Long> chains(Image image) {
        Map<String, Long> chains = new HashMap<>();
        var chain = new StringBuilder();
        for (int i = 0; i < image.diffIds().size(); i++) {
            Digest diffId = image.diffIds().get(i);
            chain.append(diffId.hex()).append(' ');
            chains.put(chain.toString(), image.layerSizes().get(i));
        }
        return chains;
    }

    private List<JsonObject> listContainers() throws IOException {
        List<JsonObject> listed = new ArrayList<>();
        for (Container container : containers.list()) {
            listed.add(new ContainerJson(container, Optional.empty(), name -> "")
                    .summary(engine.clock().instant(), Optional.of(DiskUsage.of(engine.images(), container))));
        }
        return listed;
    }

    private List<JsonObject> volumes() throws IOException {
        List<JsonObject> listed = new ArrayList<>();
        for (Volume volume : engine.volumes().list()) {
            listed.add(VolumeJson.of(volume).toBuilder()
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
        return listed;
    }
}
