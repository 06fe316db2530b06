package dev.jcompose.runtime.image;

import dev.jcompose.runtime.image.ImageException.Kind;
import dev.jcompose.runtime.store.JsonObject;
import dev.jcompose.runtime.store.MalformedJsonException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * The configuration of an image, whose digest is the image's id.
 *
 * @param diffIds digests of the plain tars of the layers, lowest first
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/config.md">OCI image configuration</a>
 */
record ConfigDocument(
        Platform platform,
        Optional<Instant> created,
        String author,
        String comment,
        ImageConfig config,
        List<Digest> diffIds,
        List<HistoryEntry> history) {
    static final int MAX_SIZE = 8 << 20;

    ConfigDocument {
        diffIds = List.copyOf(diffIds);
        history = List.copyOf(history);
    }

    static ConfigDocument parse(byte[] bytes) throws ImageException {
        try {
            JsonObject json = JsonObject.parse(bytes);
            return new ConfigDocument(
                    new Platform(
                            json.string("os").filter(os -> !os.isEmpty()).orElse("linux"),
                            json.stringOrEmpty("architecture"),
                            json.string("variant").filter(variant -> !variant.isEmpty())),
                    json.time("created"),
                    json.stringOrEmpty("author"),
                    json.stringOrEmpty("comment"),
                    config(json.objectOrEmpty("config")),
                    diffIds(json.objectOrEmpty("rootfs")),
                    history(json));
        } catch (MalformedJsonException | IllegalArgumentException e) {
            throw new ImageException(Kind.MALFORMED, "the image's configuration is damaged: " + e.getMessage(), e);
        }
    }

    byte[] toBytes() {
        var json = JsonObject.builder()
                .put("architecture", platform.architecture())
                .putIfPresent("variant", platform.variant())
                .put("os", platform.os());
        created.ifPresent(time -> json.put("created", time));
        if (!author.isEmpty()) {
            json.put("author", author);
        }
        if (!comment.isEmpty()) {
            json.put("comment", comment);
        }
        json.put("config", json(config));
        json.put(
                "rootfs",
                JsonObject.builder()
                        .put("type", "layers")
                        .putStrings(
                                "diff_ids",
                                diffIds.stream().map(Digest::toString).toList())
                        .build());
        json.putEach("history", history, ConfigDocument::json);
        return json.build().toBytes();
    }

    private static ImageConfig config(JsonObject json) throws MalformedJsonException {
        return new ImageConfig(
                json.stringOrEmpty("User"),
                json.strings("Env"),
                json.strings("Entrypoint"),
                json.strings("Cmd"),
                json.stringOrEmpty("WorkingDir"),
                names(json, "Volumes"),
                names(json, "ExposedPorts"),
                json.stringMap("Labels"),
                json.string("StopSignal").filter(signal -> !signal.isEmpty()),
                healthcheck(json),
                json.strings("Shell"),
                json.strings("OnBuild"));
    }

    private static SequencedSet<String> names(JsonObject json, String name) throws MalformedJsonException {
        return json.objectOrEmpty(name).names();
    }

    private static Optional<ImageHealthcheck> healthcheck(JsonObject json) throws MalformedJsonException {
        Optional<JsonObject> check = json.object("Healthcheck");
        if (check.isEmpty()) {
            return Optional.empty();
        }
        JsonObject c = check.get();
        return Optional.of(new ImageHealthcheck(
                c.strings("Test"),
                c.nanos("Interval"),
                c.nanos("Timeout"),
                c.nanos("StartPeriod"),
                c.nanos("StartInterval"),
                c.integerOrZero("Retries")));
    }

    private static List<Digest> diffIds(JsonObject rootfs) throws MalformedJsonException {
        var result = new ArrayList<Digest>();
        for (String diffId : rootfs.strings("diff_ids")) {
            result.add(Digest.parse(diffId));
        }
        return result;
    }

    private static List<HistoryEntry> history(JsonObject json) throws MalformedJsonException {
        var result = new ArrayList<HistoryEntry>();
        for (JsonObject each : json.objects("history")) {
            result.add(new HistoryEntry(
                    each.time("created"),
                    each.stringOrEmpty("created_by"),
                    each.stringOrEmpty("author"),
                    each.stringOrEmpty("comment"),
                    each.isTrue("empty_layer")));
        }
        return result;
    }

    private static JsonObject json(HistoryEntry entry) {
        var json = JsonObject.builder();
        entry.created().ifPresent(time -> json.put("created", time));
        putText(json, "created_by", entry.createdBy());
        putText(json, "author", entry.author());
        putText(json, "comment", entry.comment());
        if (entry.emptyLayer()) {
            json.put("empty_layer", true);
        }
        return json.build();
    }

    private static JsonObject json(ImageConfig config) {
        var json = JsonObject.builder();
        putText(json, "User", config.user());
        putList(json, "Env", config.env());
        putList(json, "Entrypoint", config.entrypoint());
        putList(json, "Cmd", config.cmd());
        putText(json, "WorkingDir", config.workingDir());
        if (!config.volumes().isEmpty()) {
            json.putNames("Volumes", config.volumes());
        }
        if (!config.exposedPorts().isEmpty()) {
            json.putNames("ExposedPorts", config.exposedPorts());
        }
        if (!config.labels().isEmpty()) {
            json.putStringMap("Labels", config.labels());
        }
        json.putIfPresent("StopSignal", config.stopSignal());
        config.healthcheck()
                .ifPresent(check -> json.put(
                        "Healthcheck",
                        JsonObject.builder()
                                .putStrings("Test", check.test())
                                .putNanos("Interval", check.interval())
                                .putNanos("Timeout", check.timeout())
                                .putNanos("StartPeriod", check.startPeriod())
                                .putNanos("StartInterval", check.startInterval())
                                .put("Retries", check.retries())
                                .build()));
        putList(json, "Shell", config.shell());
        putList(json, "OnBuild", config.onBuild());
        return json.build();
    }

    private static void putText(JsonObject.Builder json, String name, String value) {
        if (!value.isEmpty()) {
            json.put(name, value);
        }
    }

    private static void putList(JsonObject.Builder json, String name, List<String> values) {
        if (!values.isEmpty()) {
            json.putStrings(name, values);
        }
    }
}
