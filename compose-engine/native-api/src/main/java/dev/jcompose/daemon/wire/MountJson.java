package dev.jcompose.daemon.wire;

import dev.jcompose.runtime.container.MountPoint;
import dev.jcompose.runtime.container.MountType;
import dev.jcompose.runtime.store.JsonObject;

/** An element of {@code Mounts}. */
final class MountJson {
    private MountJson() {}

    static JsonObject of(MountPoint mount) {
        var json = JsonObject.builder().put("Type", mount.type().word());
        if (mount.type() == MountType.VOLUME) {
            json.put("Name", mount.name());
        }
        json.put("Source", mount.source()).put("Destination", mount.destination());
        if (mount.type() == MountType.VOLUME) {
            json.put("Driver", mount.driver());
        }
        return json.put("Mode", mount.mode())
                .put("RW", mount.writable())
                .put("Propagation", mount.propagation())
                .build();
    }
}
