package dev.jcompose.daemon.wire;

import dev.jcompose.runtime.container.Container;
import dev.jcompose.runtime.container.Foundations;
import dev.jcompose.runtime.container.RunState.Status;
import dev.jcompose.runtime.store.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The engine about itself: {@code GET /version} and {@code GET /info}. */
public final class SystemJson {
    /** What this engine calls its version. */
    public static final String VERSION = "0.1.0-jcompose";

    private SystemJson() {}

    public static JsonObject version(Object current, Object minimum) throws IOException {
        var details = JsonObject.builder()
                .put("ApiVersion", current.toString())
                .put("Arch", goArchitecture())
                .put("Experimental", "false")
                .put("KernelVersion", kernel())
                .put("MinAPIVersion", minimum.toString())
                .put("Os", "linux")
                .build();
        return JsonObject.builder()
                .put(
                        "Platform",
                        JsonObject.builder()
                                .put("Name", "jcompose native engine")
                                .build())
                .putObjects(
                        "Components",
                        List.of(JsonObject.builder()
                                .put("Name", "Engine")
                                .put("Version", VERSION)
                                .put("Details", details)
                                .build()))
                .put("Version", VERSION)
                .put("ApiVersion", current.toString())
                .put("MinAPIVersion", minimum.toString())
                .put("GitCommit", "")
                .put("GoVersion", "")
                .put("Os", "linux")
                .put("Arch", goArchitecture())
                .put("KernelVersion", kernel())
                .put("BuildTime", "")
                .build();
    }

    public static JsonObject info(Foundations engine, List<Container> containers) throws IOException {
        return JsonObject.builder()
                .put("ID", engine.root().path().toString())
                .put("Containers", containers.size())
                .put("ContainersRunning", count(containers, Status.RUNNING))
                .put("ContainersPaused", count(containers, Status.PAUSED))
                .put(
                        "ContainersStopped",
                        containers.size() - count(containers, Status.RUNNING) - count(containers, Status.PAUSED))
                .put("Images", engine.images().list().size())
                .put("Driver", "overlay2")
                .put(
                        "Plugins",
                        JsonObject.builder()
                                .putStrings("Volume", List.of("local"))
                                .putStrings("Network", List.of("bridge", "host", "ipvlan", "macvlan", "null"))
                                .putStrings("Log", List.of("json-file", "local", "none"))
                                .build())
                .put("MemoryLimit", true)
                .put("SwapLimit", true)
                .put("CpuCfsPeriod", true)
                .put("CpuCfsQuota", true)
                .put("CPUShares", true)
                .put("CPUSet", true)
                .put("PidsLimit", true)
                .put("OomKillDisable", !engine.cgroups().isUnified())
                .put("IPv4Forwarding", true)
                .put("Debug", false)
                .put("NEventsListener", engine.events().listeners())
                .put("SystemTime", engine.clock().instant())
                .put("LoggingDriver", "json-file")
                .put("CgroupDriver", "cgroupfs")
                .put("CgroupVersion", engine.cgroups().version())
                .put("KernelVersion", kernel())
                .put("OperatingSystem", osRelease("PRETTY_NAME", "Linux"))
                .put("OSVersion", osRelease("VERSION_ID", ""))
                .put("OSType", "linux")
                .put("Architecture", System.getProperty("os.arch", "").equals("amd64") ? "x86_64" : "aarch64")
                .put("IndexServerAddress", "https://index.docker.io/v1/")
                .put(
                        "RegistryConfig",
                        JsonObject.builder()
                                .putStrings("InsecureRegistryCIDRs", List.of("127.0.0.0/8"))
                                .put("IndexConfigs", JsonObject.empty())
                                .putStrings("Mirrors", List.of())
                                .build())
                .put("NCPU", Runtime.getRuntime().availableProcessors())
                .put("MemTotal", StatsJson.memoryOfMachine())
                .put("DockerRootDir", engine.root().path().toString())
                .put("Name", hostname())
                .putStrings("Labels", List.of())
                .put("ExperimentalBuild", false)
                .put("ServerVersion", VERSION)
                .put(
                        "Runtimes",
                        JsonObject.builder()
                                .put(
                                        "jcompose",
                                        JsonObject.builder()
                                                .put("path", "jcompose")
                                                .build())
                                .build())
                .put("DefaultRuntime", "jcompose")
                .put(
                        "Swarm",
                        JsonObject.builder()
                                .put("NodeID", "")
                                .put("LocalNodeState", "inactive")
                                .put("ControlAvailable", false)
                                .build())
                .put("LiveRestoreEnabled", true)
                .put("InitBinary", "docker-init")
                .putStrings("SecurityOptions", securityOptions(engine))
                .putStrings("Warnings", engine.networks().warnings())
                .build();
    }

    private static List<String> securityOptions(Foundations engine) {
        String seccomp = "name=seccomp,profile=builtin";
        return engine.remap().isPresent() ? List.of(seccomp, "name=userns") : List.of(seccomp);
    }

    private static long count(List<Container> containers, Status status) {
        return containers.stream()
                .filter(container -> container.state().status() == status)
                .count();
    }

    private static String kernel() throws IOException {
        return Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip();
    }

    private static String hostname() throws IOException {
        return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    }

    private static String goArchitecture() {
        return System.getProperty("os.arch", "").equals("aarch64") ? "arm64" : "amd64";
    }

    private static String osRelease(String name, String otherwise) throws IOException {
        Path file = Path.of("/etc/os-release");
        if (!Files.exists(file)) {
            return otherwise;
        }
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(name + "="))
                .map(line -> line.substring(name.length() + 1).replace("\"", ""))
                .findFirst()
                .orElse(otherwise);
    }
}
