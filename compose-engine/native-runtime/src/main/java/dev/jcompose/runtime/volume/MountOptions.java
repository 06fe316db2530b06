package dev.jcompose.runtime.volume;

import dev.jcompose.runtime.os.ErrnoException;
import dev.jcompose.runtime.os.MountCalls;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * The mount that the options of a volume ask for.
 *
 * @param flags {@code MS_} constants of mount(2)
 * @param data what of {@code o} is the file system's business
 */
record MountOptions(String type, String device, long flags, String data) {
    private static final Set<String> KNOWN = Set.of("type", "o", "device");
    private static final long MS_BIND = 4096;
    private static final long MS_REC = 16384;
    private static final Map<String, Long> SET = Map.ofEntries(
            Map.entry("ro", 1L),
            Map.entry("nosuid", 2L),
            Map.entry("nodev", 4L),
            Map.entry("noexec", 8L),
            Map.entry("sync", 16L),
            Map.entry("dirsync", 128L),
            Map.entry("noatime", 1024L),
            Map.entry("nodiratime", 2048L),
            Map.entry("bind", MS_BIND),
            Map.entry("rbind", MS_BIND | MS_REC),
            Map.entry("relatime", 1L << 21),
            Map.entry("strictatime", 1L << 24));
    private static final Set<String> DEFAULTS =
            Set.of("defaults", "rw", "suid", "dev", "exec", "async", "atime", "diratime");

    /**
     * Reads the options of a volume; empty if they ask for no mount.
     *
     * @throws VolumeException INVALID_REQUEST for an option that is not known or lacks another
     */
    static Optional<MountOptions> parse(SequencedMap<String, String> options) throws VolumeException {
        if (options.isEmpty()) {
            return Optional.empty();
        }
        for (var name : options.keySet()) {
            if (!KNOWN.contains(name)) {
                throw invalid("invalid option: \"" + name + "\"");
            }
        }
        var o = options.getOrDefault("o", "");
        var type = options.getOrDefault("type", "");
        var device = options.getOrDefault("device", "");
        long flags = 0;
        List<String> rest = new ArrayList<>();
        for (var word : o.split(",")) {
            var flag = SET.get(word);
            if (flag != null) {
                flags |= flag;
            } else if (!word.isEmpty() && !DEFAULTS.contains(word)) {
                rest.add(word);
            }
        }
        if (device.isEmpty() && !type.equals("tmpfs")) {
            throw invalid("missing device in volume options");
        }
        if (type.isEmpty() && (flags & MS_BIND) == 0) {
            throw invalid("missing type in volume options");
        }
        return Optional.of(new MountOptions(type, device, flags, String.join(",", rest)));
    }

    /** The directory itself, if the volume is only another name for it. */
    Optional<Path> bound() {
        return (flags & MS_BIND) != 0 ? Optional.of(Path.of(device)) : Optional.empty();
    }

    /** @throws VolumeException MOUNT_FAILED with the system's words */
    void mountOn(Path data) throws VolumeException {
        try {
            MountCalls.mount(device.isEmpty() ? type : device, data, type, flags, withAddress());
        } catch (ErrnoException | UnknownHostException e) {
            throw new VolumeException(
                    VolumeException.Kind.MOUNT_FAILED,
                    "failed to mount local volume: mount " + device + ":" + data + ", type: " + type + ", data: "
                            + this.data + ": " + e.getMessage(),
                    e);
        }
    }

    /** mount(2) takes addresses only: mount.nfs(8) would have looked the name up. */
    private String withAddress() throws UnknownHostException {
        if (!type.startsWith("nfs")) {
            return data;
        }
        List<String> words = new ArrayList<>();
        for (var word : data.split(",")) {
            words.add(
                    word.startsWith("addr=")
                            ? "addr=" + InetAddress.getByName(word.substring(5)).getHostAddress()
                            : word);
        }
        return String.join(",", words);
    }

    private static VolumeException invalid(String message) {
        return new VolumeException(VolumeException.Kind.INVALID_REQUEST, message);
    }
}
