package dev.jcompose.runtime.container;

import dev.jcompose.runtime.container.HostConfig.HostPort;
import dev.jcompose.runtime.container.HostConfig.LogConfig;
import dev.jcompose.runtime.store.JsonObject;
import dev.jcompose.runtime.store.MalformedJsonException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** {@link HostConfig} as {@code HostConfig} of the Engine API. */
public final class HostConfigJson {
    private HostConfigJson() {}

    /** Reads a request or what {@link #write} wrote; unknown members are ignored. */
    public static HostConfig read(JsonObject json) throws MalformedJsonException {
        var mounts = new ArrayList<MountRequest>();
        for (JsonObject mount : json.objects("Mounts")) {
            mounts.add(MountRequest.read(mount));
        }
        int[] console = console(json);
        return new HostConfig(
                json.strings("Binds"),
                readLogConfig(json.objectOrEmpty("LogConfig")),
                json.stringOrEmpty("NetworkMode"),
                readPorts(json.objectOrEmpty("PortBindings")),
                readRestartPolicy(json.objectOrEmpty("RestartPolicy")),
                json.isTrue("AutoRemove"),
                json.stringOrEmpty("VolumeDriver"),
                json.strings("VolumesFrom"),
                mounts,
                console[0],
                console[1],
                json.strings("CapAdd"),
                json.strings("CapDrop"),
                json.stringOrEmpty("CgroupnsMode"),
                json.strings("Dns"),
                json.strings("DnsOptions"),
                json.strings("DnsSearch"),
                json.strings("ExtraHosts"),
                json.strings("GroupAdd"),
                json.stringOrEmpty("IpcMode"),
                json.strings("Links"),
                json.integerOrZero("OomScoreAdj"),
                json.stringOrEmpty("PidMode"),
                json.isTrue("Privileged"),
                json.isTrue("PublishAllPorts"),
                json.isTrue("ReadonlyRootfs"),
                json.strings("SecurityOpt"),
                json.stringMap("Tmpfs"),
                json.stringOrEmpty("UTSMode"),
                json.stringOrEmpty("UsernsMode"),
                json.numberOrZero("ShmSize") > 0 ? json.number("ShmSize") : java.util.OptionalLong.empty(),
                json.stringMap("Sysctls"),
                json.stringOrEmpty("Runtime"),
                json.has("Init") ? Optional.of(json.isTrue("Init")) : Optional.empty(),
                json.has("MaskedPaths") ? Optional.of(json.strings("MaskedPaths")) : Optional.empty(),
                json.has("ReadonlyPaths") ? Optional.of(json.strings("ReadonlyPaths")) : Optional.empty(),
                json.stringMap("Annotations"),
                Resources.read(json));
    }

    /** {@code {"Name": "on-failure", "MaximumRetryCount": 3}}. */
    public static RestartPolicy readRestartPolicy(JsonObject json) throws MalformedJsonException {
        String name = json.stringOrEmpty("Name");
        var mode = RestartPolicy.Mode.of(name)
                .orElseThrow(() -> new MalformedJsonException("invalid restart policy: unknown policy '" + name
                        + "'; use one of 'no', 'always', 'on-failure', or 'unless-stopped'"));
        int retries = json.integerOrZero("MaximumRetryCount");
        if (retries < 0 || (retries > 0 && mode != RestartPolicy.Mode.ON_FAILURE)) {
            throw new MalformedJsonException(
                    "invalid restart policy: maximum retry count can only be used with 'on-failure'");
        }
        return new RestartPolicy(mode, retries);
    }

    private static LogConfig readLogConfig(JsonObject json) throws MalformedJsonException {
        String type = json.stringOrEmpty("Type");
        return new LogConfig(type.isEmpty() ? "json-file" : type, json.stringMap("Config"));
    }

    private static int[] console(JsonObject json) {
        if (json.value("ConsoleSize").orElse(List.of()) instanceof List<?> size
                && size.size() == 2
                && size.get(0) instanceof Long height
                && size.get(1) instanceof Long width) {
            return new int[] {height.intValue() & 0xffff, width.intValue() & 0xffff};
        }
        return new int[] {0, 0};
    }

    private static SequencedMap<String, List<HostPort>> readPorts(JsonObject json) throws MalformedJsonException {
        var ports = new LinkedHashMap<String, List<HostPort>>();
        for (String port : json.names()) {
            var bindings = new ArrayList<HostPort>();
            for (JsonObject binding : json.objects(port)) {
                bindings.add(new HostPort(binding.stringOrEmpty("HostIp"), binding.stringOrEmpty("HostPort")));
            }
            ports.put(port.contains("/") ? port : port + "/tcp", List.copyOf(bindings));
        }
        return ports;
    }

    /** Writes all members. */
    public static JsonObject write(HostConfig host) {
        var json = JsonObject.builder()
                .putStrings("Binds", host.binds())
                .put("ContainerIDFile", "")
                .put(
                        "LogConfig",
                        JsonObject.builder()
                                .put("Type", host.logConfig().type())
                                .putStringMap("Config", host.logConfig().options())
                                .build())
                .put("NetworkMode", host.networkMode())
                .put("PortBindings", writePorts(host))
                .put("RestartPolicy", writeRestartPolicy(host.restartPolicy()))
                .put("AutoRemove", host.autoRemove())
                .put("VolumeDriver", host.volumeDriver())
                .putStrings("VolumesFrom", host.volumesFrom());
        if (!host.mounts().isEmpty()) {
            json.putEach("Mounts", host.mounts(), MountRequest::toJson);
        }
        json.putNumbers("ConsoleSize", List.of((long) host.consoleHeight(), (long) host.consoleWidth()))
                .putStrings("CapAdd", host.capAdd())
                .putStrings("CapDrop", host.capDrop())
                .put("CgroupnsMode", host.cgroupnsMode())
                .putStrings("Dns", host.dns())
                .putStrings("DnsOptions", host.dnsOptions())
                .putStrings("DnsSearch", host.dnsSearch())
                .putStrings("ExtraHosts", host.extraHosts())
                .putStrings("GroupAdd", host.groupAdd())
                .put("IpcMode", host.ipcMode())
                .put("Cgroup", "")
                .putStrings("Links", host.links())
                .put("OomScoreAdj", host.oomScoreAdj())
                .put("PidMode", host.pidMode())
                .put("Privileged", host.privileged())
                .put("PublishAllPorts", host.publishAllPorts())
                .put("ReadonlyRootfs", host.readonlyRootfs())
                .putStrings("SecurityOpt", host.securityOpt());
        if (!host.tmpfs().isEmpty()) {
            json.putStringMap("Tmpfs", host.tmpfs());
        }
        json.put("UTSMode", host.utsMode()).put("UsernsMode", host.usernsMode());
        json.put("ShmSize", host.shmSize().orElse(0));
        if (!host.sysctls().isEmpty()) {
            json.putStringMap("Sysctls", host.sysctls());
        }
        json.put("Runtime", host.runtime()).put("Isolation", "");
        host.init().ifPresent(init -> json.put("Init", init));
        host.maskedPaths().ifPresent(paths -> json.putStrings("MaskedPaths", paths));
        host.readonlyPaths().ifPresent(paths -> json.putStrings("ReadonlyPaths", paths));
        if (!host.annotations().isEmpty()) {
            json.putStringMap("Annotations", host.annotations());
        }
        host.resources().write(json);
        return json.build();
    }

    private static JsonObject writeRestartPolicy(RestartPolicy policy) {
        return JsonObject.builder()
                .put("Name", policy.mode().word())
                .put("MaximumRetryCount", policy.maximumRetries())
                .build();
    }

    private static JsonObject writePorts(HostConfig host) {
        var json = JsonObject.builder();
        host.portBindings()
                .forEach((port, bindings) -> json.putEach(
                        port,
                        bindings,
                        binding -> JsonObject.builder()
                                .put("HostIp", binding.ip())
                                .put("HostPort", binding.port())
                                .build()));
        return json.build();
    }
}
