package dev.jcompose.daemon.wire;

import dev.jcompose.runtime.container.Container;
import dev.jcompose.runtime.container.ContainerConfigJson;
import dev.jcompose.runtime.container.ContainerRecord;
import dev.jcompose.runtime.network.Sandbox;
import dev.jcompose.runtime.store.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A container: in a list, and in full. */
public final class ContainerJson {
    private static final List<String> CONFIG_NULLABLE = List.of("Cmd", "Volumes", "Entrypoint", "OnBuild");

    private final Container container;
    private final ContainerRecord record;
    private final NetworkSettingsJson networks;

    /** @param idOfNetwork id of the network of a name; empty when there is none */
    public ContainerJson(Container container, Optional<Sandbox> sandbox, Function<String, String> idOfNetwork) {
        this.container = container;
        this.record = container.record();
        this.networks = new NetworkSettingsJson(container, sandbox, idOfNetwork);
    }

    /** An element of {@code GET /containers/json}. */
    public JsonObject summary(Instant now, Optional<ContainerSize> size) {
        var state = container.state();
        var json = JsonObject.builder()
                .put("Id", record.id())
                .putStrings("Names", List.of("/" + record.name()))
                .put("Image", record.config().image())
                .put("ImageID", record.imageId())
                .put("Command", command())
                .put("Created", record.created().getEpochSecond())
                .putObjects("Ports", networks.ports());
        size.filter(bytes -> bytes.written() > 0).ifPresent(bytes -> json.put("SizeRw", bytes.written()));
        size.ifPresent(bytes -> json.put("SizeRootFs", bytes.root()));
        return json.putStringMap("Labels", record.config().labels())
                .put("State", state.status().word())
                .put("Status", StateJson.text(state, now))
                .put(
                        "HostConfig",
                        JsonObject.builder()
                                .put("NetworkMode", record.host().networkMode())
                                .build())
                .put(
                        "NetworkSettings",
                        JsonObject.builder()
                                .put("Networks", networks.networks())
                                .build())
                .putEach("Mounts", record.mounts(), MountJson::of)
                .build();
    }

    /**
     * The answer to {@code GET /containers/{id}/json}.
     *
     * @param layers of its image, top first
     */
    public JsonObject inspect(Optional<ContainerSize> size, List<Path> layers, CgroupVersion cgroups) {
        List<String> argv = record.config().argv();
        var files = container.generatedFiles();
        var json = JsonObject.builder()
                .put("Id", record.id())
                .put("Created", record.created())
                .put("Path", argv.getFirst())
                .putStrings("Args", argv.subList(1, argv.size()))
                .put("State", StateJson.of(container.state()))
                .put("Image", record.imageId())
                .put("ResolvConfPath", present(files.resolvConf()))
                .put("HostnamePath", present(files.hostname()))
                .put("HostsPath", present(files.hosts()))
                .put("LogPath", present(container.logFile()))
                .put("Name", "/" + record.name())
                .put("RestartCount", container.state().restartCount())
                .put("Driver", "overlay2")
                .put("Platform", "linux")
                .put("MountLabel", "")
                .put("ProcessLabel", "")
                .put("AppArmorProfile", appArmorProfile())
                .putStrings("ExecIDs", container.execIds())
                .put("HostConfig", HostConfigShape.of(record.host(), cgroups))
                .put(
                        "GraphDriver",
                        JsonObject.builder()
                                .put("Name", "overlay2")
                                .put("Data", overlay(layers))
                                .build());
        size.ifPresent(bytes -> json.put("SizeRw", bytes.written()).put("SizeRootFs", bytes.root()));
        json.putEach("Mounts", record.mounts(), MountJson::of)
                .put(
                        "Config",
                        Nulls.whereEmpty(ContainerConfigJson.write(record.config()), CONFIG_NULLABLE)
                                .build())
                .put("NetworkSettings", networks.full());
        return Nulls.whereEmpty(json.build(), List.of("ExecIDs")).build();
    }

    /** As the client named it, also where the kernel has no AppArmor; so does dockerd. */
    private String appArmorProfile() {
        return record.host().securityOpt().stream()
                .filter(option -> option.matches("apparmor[=:].*"))
                .map(option -> option.substring("apparmor=".length()))
                .reduce("", (earlier, last) -> last);
    }

    /** The overlay of the root, as the kernel is told of it. */
    private JsonObject overlay(List<Path> layers) {
        Path upper = container.upper();
        return JsonObject.builder()
                .put(
                        "LowerDir",
                        String.join(":", layers.stream().map(Path::toString).toList()))
                .put("MergedDir", upper.resolveSibling("run/rootfs").toString())
                .put("UpperDir", upper.toString())
                .put("WorkDir", upper.resolveSibling("work").toString())
                .build();
    }

    /** Arguments with blanks stand in quotes. */
    private String command() {
        List<String> words = new ArrayList<>();
        for (String word : record.config().argv()) {
            words.add(!words.isEmpty() && word.contains(" ") ? "'" + word + "'" : word);
        }
        return String.join(" ", words);
    }

    private static String present(Path file) {
        return Files.exists(file) ? file.toString() : "";
    }
}
