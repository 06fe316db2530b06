package dev.jcompose.runtime.container;

import dev.jcompose.runtime.store.JsonObject;
import dev.jcompose.runtime.store.MalformedJsonException;
import java.util.List;
import java.util.Optional;

/** {@link ContainerConfig} as {@code Config} of the Engine API. */
public final class ContainerConfigJson {
    private ContainerConfigJson() {}

    /** Reads a request or what {@link #write} wrote; unknown members are ignored. */
    public static ContainerConfig read(JsonObject json) throws MalformedJsonException {
        Optional<JsonObject> healthcheck = json.object("Healthcheck");
        return new ContainerConfig(
                json.stringOrEmpty("Hostname"),
                json.stringOrEmpty("Domainname"),
                json.stringOrEmpty("User"),
                json.isTrue("AttachStdin"),
                json.isTrue("AttachStdout"),
                json.isTrue("AttachStderr"),
                json.objectOrEmpty("ExposedPorts").names(),
                json.isTrue("Tty"),
                json.isTrue("OpenStdin"),
                json.isTrue("StdinOnce"),
                json.strings("Env"),
                words(json, "Cmd"),
                healthcheck.isPresent() ? Optional.of(HealthConfig.fromJson(healthcheck.get())) : Optional.empty(),
                json.stringOrEmpty("Image"),
                json.objectOrEmpty("Volumes").names(),
                json.stringOrEmpty("WorkingDir"),
                words(json, "Entrypoint"),
                json.stringMap("Labels"),
                json.string("StopSignal").filter(signal -> !signal.isEmpty()),
                json.integer("StopTimeout"),
                json.strings("Shell"));
    }

    /** The command line may come as a list or as one string, which then is one word. */
    private static Optional<List<String>> words(JsonObject json, String name) throws MalformedJsonException {
        if (!json.has(name)) {
            return Optional.empty();
        }
        if (json.value(name).orElseThrow() instanceof String word) {
            return Optional.of(List.of(word));
        }
        return Optional.of(json.strings(name));
    }

    /** Writes all members. */
    public static JsonObject write(ContainerConfig config) {
        var json = JsonObject.builder()
                .put("Hostname", config.hostname())
                .put("Domainname", config.domainname())
                .put("User", config.user())
                .put("AttachStdin", config.attachStdin())
                .put("AttachStdout", config.attachStdout())
                .put("AttachStderr", config.attachStderr());
        if (!config.exposedPorts().isEmpty()) {
            json.putNames("ExposedPorts", config.exposedPorts());
        }
        json.put("Tty", config.tty())
                .put("OpenStdin", config.openStdin())
                .put("StdinOnce", config.stdinOnce())
                .putStrings("Env", config.env());
        config.cmd().ifPresent(words -> json.putStrings("Cmd", words));
        config.healthcheck().ifPresent(health -> json.put("Healthcheck", health.toJson()));
        json.put("Image", config.image());
        if (!config.volumes().isEmpty()) {
            json.putNames("Volumes", config.volumes());
        }
        json.put("WorkingDir", config.workingDir());
        config.entrypoint().ifPresent(words -> json.putStrings("Entrypoint", words));
        json.putStringMap("Labels", config.labels());
        json.putIfPresent("StopSignal", config.stopSignal());
        config.stopTimeout().ifPresent(seconds -> json.put("StopTimeout", seconds));
        if (!config.shell().isEmpty()) {
            json.putStrings("Shell", config.shell());
        }
        return json.build();
    }
}
