package dev.jcompose.daemon.wire;

import dev.jcompose.runtime.image.ImageConfig;
import dev.jcompose.runtime.image.ImageHealthcheck;
import dev.jcompose.runtime.store.JsonObject;
import dev.jcompose.runtime.store.MalformedJsonException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** The body of {@code POST /commit}: a {@code ContainerConfig}, of which an image keeps the part that concerns it. */
public final class CommitJson {
    private CommitJson() {}

    public static ImageConfig config(JsonObject json) throws MalformedJsonException {
        return new ImageConfig(
                json.stringOrEmpty("User"),
                json.strings("Env"),
                json.strings("Entrypoint"),
                json.strings("Cmd"),
                json.stringOrEmpty("WorkingDir"),
                json.objectOrEmpty("Volumes").names(),
                json.objectOrEmpty("ExposedPorts").names(),
                json.stringMap("Labels"),
                json.string("StopSignal").filter(signal -> !signal.isEmpty()),
                healthcheck(json),
                json.strings("Shell"),
                json.strings("OnBuild"));
    }

    private static Optional<ImageHealthcheck> healthcheck(JsonObject json) throws MalformedJsonException {
        JsonObject check = json.objectOrEmpty("Healthcheck");
        return check.strings("Test").isEmpty()
                ? Optional.empty()
                : Optional.of(new ImageHealthcheck(
                        check.strings("Test"),
                        check.nanos("Interval"),
                        check.nanos("Timeout"),
                        check.nanos("StartPeriod"),
                        check.nanos("StartInterval"),
                        check.integerOrZero("Retries")));
    }

    /** What is asked for, and where it says nothing, what is there; sets and maps are united. */
    public static ImageConfig over(ImageConfig asked, ImageConfig present) {
        var env = new LinkedHashMap<String, String>();
        for (String entry : present.env()) {
            env.put(entry.split("=", 2)[0], entry);
        }
        for (String entry : asked.env()) {
            env.put(entry.split("=", 2)[0], entry);
        }
        var volumes = new LinkedHashSet<>(present.volumes());
        volumes.addAll(asked.volumes());
        var ports = new LinkedHashSet<>(present.exposedPorts());
        ports.addAll(asked.exposedPorts());
        var labels = new LinkedHashMap<>(present.labels());
        labels.putAll(asked.labels());
        boolean ownEntrypoint = !asked.entrypoint().isEmpty();
        return new ImageConfig(
                asked.user().isEmpty() ? present.user() : asked.user(),
                List.copyOf(env.values()),
                ownEntrypoint ? asked.entrypoint() : present.entrypoint(),
                ownEntrypoint || !asked.cmd().isEmpty() ? asked.cmd() : present.cmd(),
                asked.workingDir().isEmpty() ? present.workingDir() : asked.workingDir(),
                volumes,
                ports,
                labels,
                asked.stopSignal().or(present::stopSignal),
                asked.healthcheck().or(present::healthcheck),
                asked.shell().isEmpty() ? present.shell() : asked.shell(),
                asked.onBuild().isEmpty() ? present.onBuild() : asked.onBuild());
    }
}
