package dev.jcompose.daemon.wire;

import dev.jcompose.runtime.container.HostConfig;
import dev.jcompose.runtime.container.HostConfigJson;
import dev.jcompose.runtime.launch.ContainerDefaults;
import dev.jcompose.runtime.store.JsonObject;
import java.util.List;

/** {@code HostConfig} in an answer: all its members, with what the engine decided where the client had said nothing. */
final class HostConfigShape {
    private static final List<String> NULLABLE = List.of(
            "Binds",
            "VolumesFrom",
            "CapAdd",
            "CapDrop",
            "ExtraHosts",
            "GroupAdd",
            "Links",
            "SecurityOpt",
            "DeviceCgroupRules",
            "DeviceRequests",
            "MemorySwappiness",
            "Dns",
            "DnsOptions",
            "DnsSearch",
            "Devices",
            "Ulimits",
            "BlkioWeightDevice",
            "BlkioDeviceReadBps",
            "BlkioDeviceWriteBps",
            "BlkioDeviceReadIOps",
            "BlkioDeviceWriteIOps");
    /** Of other systems. */
    private static final List<String> ZEROES = List.of("CpuCount", "CpuPercent", "IOMaximumIOps", "IOMaximumBandwidth");

    private HostConfigShape() {}

    static JsonObject of(HostConfig host, CgroupVersion version) {
        JsonObject json = HostConfigJson.write(host);
        var complete = Nulls.whereEmpty(json, NULLABLE);
        ZEROES.forEach(name -> complete.put(name, 0));
        if (host.shmSize().isEmpty()) {
            complete.put("ShmSize", ContainerDefaults.SHM_SIZE);
        }
        if (host.ipcMode().isEmpty()) {
            complete.put("IpcMode", "private");
        }
        if (host.cgroupnsMode().isEmpty()) {
            complete.put("CgroupnsMode", version == CgroupVersion.V2 ? "private" : "host");
        }
        if (host.runtime().isEmpty()) {
            complete.put("Runtime", "jcompose");
        }
        putLimits(host, version, complete);
        if (host.privileged()) {
            host.maskedPaths().ifPresentOrElse(paths -> {}, () -> complete.putNull("MaskedPaths"));
            host.readonlyPaths().ifPresentOrElse(paths -> {}, () -> complete.putNull("ReadonlyPaths"));
        } else {
            if (host.maskedPaths().isEmpty()) {
                complete.putStrings("MaskedPaths", ContainerDefaults.maskedPaths());
            }
            if (host.readonlyPaths().isEmpty()) {
                complete.putStrings("ReadonlyPaths", ContainerDefaults.READ_ONLY_PATHS);
            }
        }
        return complete.build();
    }

    private static void putLimits(HostConfig host, CgroupVersion version, JsonObject.Builder json) {
        var resources = host.resources();
        if (resources.memory() > 0 && resources.memorySwap() == 0) {
            json.put("MemorySwap", 2 * resources.memory());
        }
        if (resources.pidsLimit().orElse(0L) == 0) {
            json.putNull("PidsLimit");
        }
        if (version == CgroupVersion.V2 && !resources.oomKillDisable()) {
            json.putNull("OomKillDisable");
        }
    }
}
