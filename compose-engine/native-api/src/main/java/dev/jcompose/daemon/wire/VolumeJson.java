package dev.jcompose.daemon.wire;

import dev.jcompose.runtime.store.JsonObject;
import dev.jcompose.runtime.store.MalformedJsonException;
import dev.jcompose.runtime.volume.Volume;
import dev.jcompose.runtime.volume.VolumeRequest;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** {@code Volume} and {@code VolumeCreateOptions} of the Engine API. */
public final class VolumeJson {
    private VolumeJson() {}

    public static JsonObject of(Volume volume) {
        var json = JsonObject.builder()
                .put("CreatedAt", volume.createdAt().truncatedTo(ChronoUnit.SECONDS))
                .put("Driver", volume.driver())
                .putStringMap("Labels", volume.labels())
                .put("Mountpoint", volume.data().toString())
                .put("Name", volume.name())
                .putStringMap("Options", volume.options())
                .put("Scope", "local")
                .build();
        return Nulls.whereEmpty(json, List.of("Labels", "Options")).build();
    }

    public static VolumeRequest request(JsonObject json) throws MalformedJsonException {
        return new VolumeRequest(
                json.string("Name").filter(name -> !name.isEmpty()),
                json.stringOrEmpty("Driver"),
                json.stringMap("Labels"),
                json.stringMap("DriverOpts"));
    }
}
