package dev.jcompose.runtime.volume;

import dev.jcompose.runtime.store.JsonCodec;
import dev.jcompose.runtime.store.JsonObject;
import dev.jcompose.runtime.store.MalformedJsonException;
import java.nio.file.Path;
import java.time.Instant;

/** How a volume is kept; its data's place follows from its name. */
record VolumeJson(Path volumes) implements JsonCodec<Volume> {
    @Override
    public JsonObject toJson(Volume volume) {
        return JsonObject.builder()
                .put("Name", volume.name())
                .put("Driver", volume.driver())
                .put("CreatedAt", volume.createdAt())
                .putStringMap("Labels", volume.labels())
                .putStringMap("Options", volume.options())
                .build();
    }

    @Override
    public Volume fromJson(JsonObject json) throws MalformedJsonException {
        var name = json.requireString("Name");
        return new Volume(
                name,
                json.requireString("Driver"),
                dataOf(name),
                json.stringMap("Labels"),
                json.stringMap("Options"),
                json.time("CreatedAt").orElse(Instant.EPOCH));
    }

    Path dataOf(String name) {
        return volumes.resolve(name).resolve("_data");
    }
}
