package dev.jcompose.runtime.container;

import dev.jcompose.runtime.container.MountRequest.BindRecursion;
import dev.jcompose.runtime.store.JsonObject;
import dev.jcompose.runtime.store.MalformedJsonException;
import java.util.List;

/**
 * A mount as it was decided when the container was created.
 *
 * @param name of the volume; empty for other kinds
 * @param source absolute path on the host; empty for a tmpfs
 * @param destination absolute path in the container
 * @param mode options of the short form, as the client gave them
 * @param propagation {@code rprivate} and so on; empty for a volume
 * @param subpath inside the volume
 * @param idMap as {@link OwnerMapping} writes it; {@code owner} as long as the source is not looked at; empty = none
 * @param tmpfsOptions {@code size=...}, {@code noexec} and so on
 */
public record MountPoint(
        MountType type,
        String name,
        String source,
        String destination,
        String driver,
        String mode,
        boolean writable,
        String propagation,
        BindRecursion recursion,
        String subpath,
        List<String> tmpfsOptions,
        String idMap) {
    public MountPoint {
        tmpfsOptions = List.copyOf(tmpfsOptions);
    }

    MountPoint withSource(String path) {
        return copy(path, mode, writable, idMap);
    }

    MountPoint readOnly() {
        return copy(source, "ro", false, idMap);
    }

    MountPoint withIdMap(String value) {
        return copy(source, mode, writable, value);
    }

    private MountPoint copy(String newSource, String newMode, boolean newWritable, String newIdMap) {
        return new MountPoint(
                type,
                name,
                newSource,
                destination,
                driver,
                newMode,
                newWritable,
                propagation,
                recursion,
                subpath,
                tmpfsOptions,
                newIdMap);
    }

    static MountPoint read(JsonObject json) throws MalformedJsonException {
        return new MountPoint(
                MountType.valueOf(json.requireString("Type").toUpperCase(java.util.Locale.ROOT)),
                json.stringOrEmpty("Name"),
                json.stringOrEmpty("Source"),
                json.requireString("Destination"),
                json.stringOrEmpty("Driver"),
                json.stringOrEmpty("Mode"),
                json.isTrue("RW"),
                json.stringOrEmpty("Propagation"),
                BindRecursion.valueOf(json.string("Recursion").orElse("ENABLED")),
                json.stringOrEmpty("Subpath"),
                json.strings("TmpfsOptions"),
                json.stringOrEmpty("IdMap"));
    }

    JsonObject toJson() {
        return JsonObject.builder()
                .put("Type", type.word())
                .put("Name", name)
                .put("Source", source)
                .put("Destination", destination)
                .put("Driver", driver)
                .put("Mode", mode)
                .put("RW", writable)
                .put("Propagation", propagation)
                .put("Recursion", recursion.name())
                .put("Subpath", subpath)
                .putStrings("TmpfsOptions", tmpfsOptions)
                .put("IdMap", idMap)
                .build();
    }
}
