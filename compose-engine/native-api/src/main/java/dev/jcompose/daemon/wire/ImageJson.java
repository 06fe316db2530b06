package dev.jcompose.daemon.wire;

import dev.jcompose.runtime.image.HistoryEntry;
import dev.jcompose.runtime.image.Image;
import dev.jcompose.runtime.image.ImageConfig;
import dev.jcompose.runtime.image.ImageHealthcheck;
import dev.jcompose.runtime.image.LayerDirectory;
import dev.jcompose.runtime.image.Removal;
import dev.jcompose.runtime.store.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** {@code ImageSummary}, {@code ImageInspect}, {@code HistoryResponseItem} and {@code ImageDeleteResponseItem} of the Engine API. */
public final class ImageJson {
    private static final String MISSING = "<missing>";
    private static final List<String> CONFIG_NULLABLE =
            List.of("Env", "Cmd", "Volumes", "Entrypoint", "OnBuild", "Labels");

    private ImageJson() {}

    /** For clients before 1.44, which dropped what had long been the same as the size. */
    public static JsonObject withVirtualSize(JsonObject json, Image image) {
        return json.toBuilder().put("VirtualSize", image.size()).build();
    }

    public static JsonObject summary(Image image) {
        var json = JsonObject.builder()
                .put("Id", image.id().toString())
                .put("ParentId", "")
                .putStrings("RepoTags", image.repoTags())
                .putStrings("RepoDigests", image.repoDigests())
                .put("Created", image.created().map(Instant::getEpochSecond).orElse(0L))
                .put("Size", image.size())
                .put("SharedSize", -1)
                .putStringMap("Labels", image.config().labels())
                .put("Containers", -1);
        return Nulls.whereEmpty(json.build(), List.of("Labels")).build();
    }

    /** @param layers unpacked, top first */
    public static JsonObject inspect(Image image, List<LayerDirectory> layers) {
        var config = config(image.config());
        return JsonObject.builder()
                .put("Id", image.id().toString())
                .putStrings("RepoTags", image.repoTags())
                .putStrings("RepoDigests", image.repoDigests())
                .put("Parent", "")
                .put("Comment", image.comment())
                .put("Created", image.created().map(Instant::toString).orElse(""))
                .put("DockerVersion", "")
                .put("Author", image.author())
                .put("Config", config)
                .put("Architecture", image.platform().architecture())
                .putIfPresent("Variant", image.platform().variant())
                .put("Os", image.platform().os())
                .put("Size", image.size())
                .put("GraphDriver", graphDriver(layers))
                .put(
                        "RootFS",
                        JsonObject.builder()
                                .put("Type", "layers")
                                .putStrings(
                                        "Layers",
                                        image.diffIds().stream()
                                                .map(Object::toString)
                                                .toList())
                                .build())
                .put(
                        "Metadata",
                        JsonObject.builder()
                                .put("LastTagTime", "0001-01-01T00:00:00Z")
                                .build())
                .build();
    }

    /** Newest first, as {@code docker history} shows them. */
    public static List<JsonObject> history(Image image) {
        List<JsonObject> items = new ArrayList<>();
        int layer = 0;
        for (var entry : image.history()) {
            long size = entry.emptyLayer() || layer >= image.layerSizes().size()
                    ? 0
                    : image.layerSizes().get(layer++);
            items.addFirst(historyItem(entry, size));
        }
        if (!items.isEmpty()) {
            var newest = items.getFirst().toBuilder().put("Id", image.id().toString());
            if (!image.repoTags().isEmpty()) {
                newest.putStrings("Tags", image.repoTags());
            }
            items.set(0, newest.build());
        }
        return items;
    }

    public static JsonObject removal(Removal removal) {
        return switch (removal) {
            case Removal.Untagged untagged ->
                JsonObject.builder().put("Untagged", untagged.name()).build();
            case Removal.Deleted deleted ->
                JsonObject.builder().put("Deleted", deleted.digest().toString()).build();
        };
    }

    private static JsonObject historyItem(HistoryEntry entry, long size) {
        return JsonObject.builder()
                .put("Id", MISSING)
                .put("Created", entry.created().map(Instant::getEpochSecond).orElse(0L))
                .put("CreatedBy", entry.createdBy())
                .putNull("Tags")
                .put("Size", size)
                .put("Comment", entry.comment())
                .build();
    }

    private static JsonObject config(ImageConfig config) {
        var json = JsonObject.builder()
                .put("Hostname", "")
                .put("Domainname", "")
                .put("User", config.user())
                .put("AttachStdin", false)
                .put("AttachStdout", false)
                .put("AttachStderr", false);
        if (!config.exposedPorts().isEmpty()) {
            json.putNames("ExposedPorts", config.exposedPorts());
        }
        json.put("Tty", false)
                .put("OpenStdin", false)
                .put("StdinOnce", false)
                .putStrings("Env", config.env())
                .putStrings("Cmd", config.cmd());
        config.healthcheck().ifPresent(check -> json.put("Healthcheck", healthcheck(check)));
        json.put("Image", "");
        if (!config.volumes().isEmpty()) {
            json.putNames("Volumes", config.volumes());
        }
        json.put("WorkingDir", config.workingDir());
        if (!config.entrypoint().isEmpty()) {
            json.putStrings("Entrypoint", config.entrypoint());
        }
        if (!config.onBuild().isEmpty()) {
            json.putStrings("OnBuild", config.onBuild());
        }
        json.putStringMap("Labels", config.labels()).putIfPresent("StopSignal", config.stopSignal());
        if (!config.shell().isEmpty()) {
            json.putStrings("Shell", config.shell());
        }
        return Nulls.whereEmpty(json.build(), CONFIG_NULLABLE).build();
    }

    private static JsonObject healthcheck(ImageHealthcheck check) {
        return JsonObject.builder()
                .putStrings("Test", check.test())
                .putNanos("Interval", check.interval())
                .putNanos("Timeout", check.timeout())
                .putNanos("StartPeriod", check.startPeriod())
                .putNanos("StartInterval", check.startInterval())
                .put("Retries", check.retries())
                .build();
    }

    private static JsonObject graphDriver(List<LayerDirectory> layers) {
        var data = JsonObject.builder();
        if (!layers.isEmpty()) {
            data.put("UpperDir", layers.getFirst().directory().toString());
            data.put(
                    "LowerDir",
                    String.join(
                            ":",
                            layers.stream()
                                    .skip(1)
                                    .map(layer -> layer.directory().toString())
                                    .toList()));
        }
        return JsonObject.builder()
                .put("Data", data.build())
                .put("Name", "overlay2")
                .build();
    }
}
