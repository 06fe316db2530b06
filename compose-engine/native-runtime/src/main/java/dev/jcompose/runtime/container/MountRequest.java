package dev.jcompose.runtime.container;

import dev.jcompose.runtime.store.JsonObject;
import dev.jcompose.runtime.store.MalformedJsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SequencedMap;

/**
 * A mount as a client asks for it, in the long form: an element of {@code HostConfig.Mounts}.
 *
 * @param source path of a bind, name of a volume (empty = anonymous)
 * @param propagation {@code rprivate} and so on; empty = default
 * @param recursion of read-only and of mounts beneath a bind
 * @param createSource whether a missing source of a bind is made
 * @param copyUp whether an empty volume is filled from the image
 * @param subpath inside the volume; empty = all of it
 * @param idMap of a bind: whose files are seen as whose, see {@link OwnerMapping}; empty = as they are
 * @param tmpfsOptions options of a tmpfs beside size and mode, such as {@code exec}
 */
public record MountRequest(
        MountType type,
        String source,
        String target,
        boolean readOnly,
        String propagation,
        BindRecursion recursion,
        boolean createSource,
        boolean copyUp,
        String subpath,
        SequencedMap<String, String> volumeLabels,
        String volumeDriver,
        SequencedMap<String, String> driverOptions,
        OptionalLong tmpfsSize,
        OptionalLong tmpfsMode,
        List<String> tmpfsOptions,
        String idMap) {
    /** What {@code bind.recursive} says: the mounts beneath come along, how far read-only reaches. */
    public enum BindRecursion {
        ENABLED,
        WRITABLE,
        DISABLED
    }

    public MountRequest {
        volumeLabels = Copies.of(volumeLabels);
        driverOptions = Copies.of(driverOptions);
        tmpfsOptions = List.copyOf(tmpfsOptions);
    }

    MountRequest withIdMap(String value) {
        return new MountRequest(
                type,
                source,
                target,
                readOnly,
                propagation,
                recursion,
                createSource,
                copyUp,
                subpath,
                volumeLabels,
                volumeDriver,
                driverOptions,
                tmpfsSize,
                tmpfsMode,
                tmpfsOptions,
                value);
    }

    static MountRequest bind(String source, String target, boolean readOnly, String propagation, boolean recursive) {
        return new MountRequest(
                MountType.BIND,
                source,
                target,
                readOnly,
                propagation,
                recursive ? BindRecursion.ENABLED : BindRecursion.DISABLED,
                true,
                true,
                "",
                Copies.of(java.util.Map.of()),
                "",
                Copies.of(java.util.Map.of()),
                OptionalLong.empty(),
                OptionalLong.empty(),
                List.of(),
                "");
    }

    static MountRequest volume(String name, String target, boolean readOnly, boolean copyUp, String driver) {
        return new MountRequest(
                MountType.VOLUME,
                name,
                target,
                readOnly,
                "",
                BindRecursion.ENABLED,
                true,
                copyUp,
                "",
                Copies.of(java.util.Map.of()),
                driver,
                Copies.of(java.util.Map.of()),
                OptionalLong.empty(),
                OptionalLong.empty(),
                List.of(),
                "");
    }

    static MountRequest tmpfs(String target, List<String> options) {
        return new MountRequest(
                MountType.TMPFS,
                "",
                target,
                false,
                "",
                BindRecursion.ENABLED,
                true,
                true,
                "",
                Copies.of(java.util.Map.of()),
                "",
                Copies.of(java.util.Map.of()),
                OptionalLong.empty(),
                OptionalLong.empty(),
                options,
                "");
    }

    /** Reads an element of {@code HostConfig.Mounts}. */
    static MountRequest read(JsonObject json) throws MalformedJsonException {
        MountType type = switch (json.stringOrEmpty("Type")) {
            case "bind" -> MountType.BIND;
            case "volume" -> MountType.VOLUME;
            case "tmpfs" -> MountType.TMPFS;
            default -> throw new MalformedJsonException("mount type unknown: \"" + json.stringOrEmpty("Type") + "\"");
        };
        JsonObject bind = json.objectOrEmpty("BindOptions");
        JsonObject volume = json.objectOrEmpty("VolumeOptions");
        JsonObject driver = volume.objectOrEmpty("DriverConfig");
        JsonObject tmpfs = json.objectOrEmpty("TmpfsOptions");
        BindRecursion recursion = BindRecursion.ENABLED;
        if (bind.isTrue("NonRecursive")) {
            recursion = BindRecursion.DISABLED;
        } else if (bind.isTrue("ReadOnlyNonRecursive")) {
            recursion = BindRecursion.WRITABLE;
        }
        var options = new ArrayList<String>();
        if (tmpfs.value("Options").orElse(List.of()) instanceof List<?> rows) {
            for (Object row : rows) {
                if (row instanceof List<?> words) {
                    options.add(words.stream()
                            .map(String::valueOf)
                            .reduce((a, b) -> a + "=" + b)
                            .orElse(""));
                }
            }
        }
        return new MountRequest(
                type,
                json.stringOrEmpty("Source"),
                json.stringOrEmpty("Target"),
                json.isTrue("ReadOnly"),
                bind.stringOrEmpty("Propagation"),
                recursion,
                bind.isTrue("CreateMountpoint"),
                !volume.isTrue("NoCopy"),
                volume.stringOrEmpty("Subpath"),
                volume.stringMap("Labels"),
                driver.stringOrEmpty("Name"),
                driver.stringMap("Options"),
                tmpfs.number("SizeBytes"),
                tmpfs.number("Mode"),
                options,
                "");
    }

    /** The reverse of {@link #read}. */
    JsonObject toJson() {
        var json = JsonObject.builder()
                .put("Type", type.word())
                .put("Source", source)
                .put("Target", target)
                .put("ReadOnly", readOnly);
        switch (type) {
            case BIND -> {
                var bind = JsonObject.builder();
                if (!propagation.isEmpty()) {
                    bind.put("Propagation", propagation);
                }
                if (recursion == BindRecursion.DISABLED) {
                    bind.put("NonRecursive", true);
                }
                if (recursion == BindRecursion.WRITABLE) {
                    bind.put("ReadOnlyNonRecursive", true);
                }
                if (createSource) {
                    bind.put("CreateMountpoint", true);
                }
                json.put("BindOptions", bind.build());
            }
            case VOLUME -> {
                var volume = JsonObject.builder();
                if (!copyUp) {
                    volume.put("NoCopy", true);
                }
                if (!subpath.isEmpty()) {
                    volume.put("Subpath", subpath);
                }
                volume.putStringMap("Labels", volumeLabels);
                volume.put(
                        "DriverConfig",
                        JsonObject.builder()
                                .put("Name", volumeDriver)
                                .putStringMap("Options", driverOptions)
                                .build());
                json.put("VolumeOptions", volume.build());
            }
            case TMPFS -> {
                var tmpfs = JsonObject.builder();
                tmpfsSize.ifPresent(size -> tmpfs.put("SizeBytes", size));
                tmpfsMode.ifPresent(mode -> tmpfs.put("Mode", mode));
                json.put("TmpfsOptions", tmpfs.build());
            }
        }
        return json.build();
    }
}
